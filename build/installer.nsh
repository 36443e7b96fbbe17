; electron-builder takes this file into the installer for Windows.
; «Open with» offers Sluice for these files. They go on being opened by what opens them now: electron-builder's own
; associations would take them over.

!macro offerSluiceFor EXT
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" ".${EXT}" ""
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "Sluice"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro offerSluiceFor "jpg"
  !insertmacro offerSluiceFor "jpeg"
  !insertmacro offerSluiceFor "tif"
  !insertmacro offerSluiceFor "tiff"
  !insertmacro offerSluiceFor "png"
  !insertmacro offerSluiceFor "heic"
  !insertmacro offerSluiceFor "dng"
  !insertmacro offerSluiceFor "pdf"
  !insertmacro offerSluiceFor "mp4"
  !insertmacro offerSluiceFor "mov"
!macroend

!macro customUnInstall
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
!macroend
