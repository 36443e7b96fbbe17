/** What a file is, by its extension: decides whose a sidecar is when several files share a name. */
export type FileClass = 'raw' | 'image' | 'video' | 'other'

/** Camera RAW of every maker that ExifTool lists as a raw format. */
const RAW = words(`
  3fr ari arq arw bay braw cap cr2 cr3 crw cs1 dcr dcs dng drf eip erf fff gpr iiq k25 kdc lri mdc mef mos mrw
  nef nrw orf ori pef ptx pxn r3d raf raw rw2 rwl rwz sr2 srf srw x3f`)

const IMAGE = words(`
  ai apng avif bmp cin dpx eps exr gif hdr heic heif hif icns ico indd j2c j2k jfif jp2 jpe jpeg jpf jpg jph jpm
  jpx jxl jxr jxs pct pdf pict png ppm psb psd pspimage svg tga tif tiff wdp webp xcf`)

const VIDEO = words(`
  360 3g2 3gp avi crm dv f4v flv insv lrv m2t m2ts m2v m4v mkv mod mov mp4 mpe mpeg mpg mpo mts mxf ogv qt rm
  rmvb tod ts vob webm wmv`)

/** The class of a file name; letter case does not matter. */
export function fileClass(name: string): FileClass {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (RAW.has(extension)) return 'raw'
  if (IMAGE.has(extension)) return 'image'
  return VIDEO.has(extension) ? 'video' : 'other'
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
