/** Where the Web API lies (PicApport Web API). */
export const API = '/picapportapi/1.0'
