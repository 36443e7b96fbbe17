/** What is different from one kind of destination to another: words of their forms and cards. */
export const destinationKinds = {
  choose: 'What kind of destination is it?',
  choices: {
    fotoware: {
      label: 'FotoWare',
      words: 'An archive in the cloud or On-Premises: files, metadata and revisions.',
    },
    picapport: {
      label: 'PicApport',
      words: 'A photo server: folders become tags and persons.',
    },
    bioid: {
      label: 'BioID',
      words: 'Enrols faces in a BioID Web Service (classic BWS), sample by sample for each person.',
    },
    basip: {
      label: 'BAS-IP',
      words: 'A door panel: each picture becomes a face that opens a door.',
    },
  },
  privacy: 'Privacy',
  people: 'About people: Sluice shows no pictures, and masks names in support files.',

  common: {
    rules: 'Rules',
    user: { label: 'User', hint: '' },
    password: { label: 'Password', hint: '' },
    pixels: 'pixels',
    prepare: {
      label: 'Make pictures ready first',
      hint: 'Upright, and as said here. Only the copy that is sent: the file stays as it is.',
    },
    crop: {
      label: 'Shape',
      hint: 'Width to height, for example 3:4, cut out of the middle. Leave it empty to keep the whole picture.',
    },
    box: {
      label: 'Heads are always in the same part',
      hint: 'For a camera that stays where it is: the cut is made around this part, in the shape above, and not around the middle.',
    },
    boxLeft: { label: 'From the left', hint: 'Of the width of the upright picture.' },
    boxTop: { label: 'From the top', hint: 'Of its height.' },
    boxWidth: { label: 'Width of the part', hint: '' },
    boxHeight: { label: 'Height of the part', hint: '' },
    format: {
      label: 'Format',
      hint: '',
      choices: {
        jpeg: { label: 'JPEG', words: '' },
        png: { label: 'PNG', words: 'Larger, and without loss.' },
      },
    },
    maxWidth: { label: 'At most wide', hint: 'Larger pictures are made smaller.' },
    maxHeight: { label: 'At most high', hint: '' },
  },

  picapport: {
    server: 'The server',
    urlHint: 'The address at which PicApport opens in a browser, for example https://photos.example/',
    methods: {
      password: { label: 'A user with a password', words: 'One that may upload.' },
      anonymous: {
        label: 'As the server’s default user',
        words: 'Whom the server names for the Web API (webapi.default.uid).',
      },
      none: { label: 'Without signing in', words: 'For practice servers.' },
    },
    hasApiKey: {
      label: 'The server wants an API key',
      hint: 'When webapi.apikey is set on the server.',
    },
    apiKey: { label: 'API key', hint: '' },
    folderGroup: 'What folders mean',
    folderTags: {
      label: 'The names of sub-folders become tags',
      hint: 'One tag for each level below the hot folder.',
    },
    personFolders: {
      label: 'Persons begin with',
      hint: 'A sub-folder «@Anna» names the person Anna in place of a tag. Leave it empty for none.',
    },
    more: 'speed, removed photos, certificates, time limits',
    files: { label: 'Requests at once', hint: 'A server under strain gets fewer by itself.' },
    batch: { label: 'Photos in a request', hint: 'More save time on slow lines.' },
    removedGroup: 'Removed photos',
    uploadRemovedAgain: {
      label: 'Send photos again that were removed at the server',
      hint: 'Otherwise they are rejected, since somebody there did not want them.',
    },
    allowClearPassword: {
      label: 'Send the password unencrypted if the server wants it so',
      hint: 'Only over http://, and only where nobody else can listen in.',
    },
    limitWords: (requests: number, photos: number) =>
      `${requests === 1 ? '1 request' : `${requests} requests`} with ${photos === 1 ? '1 photo' : `${photos} photos`} each`,
    ruleWords: (hasTags: boolean, prefix: string) =>
      [
        hasTags ? 'folders become tags' : 'folders become no tags',
        prefix === '' ? 'and no persons' : `those with «${prefix}» become persons`,
      ].join(', '),
  },

  bioid: {
    server: 'The service',
    urlHint: 'Of the BWS Web API, for example https://bws.bioid.com/extension/',
    methods: {
      app: {
        label: 'App-ID and App-Secret',
        words: 'A classic WEB API key of the BWS portal. Keys of BWS 3 do not fit.',
      },
      'token-url': {
        label: 'An address of your own that hands out tokens',
        words: 'The App-Secret then stays on your server.',
      },
      none: { label: 'Without signing in', words: 'For practice servers.' },
    },
    appId: { label: 'App-ID', hint: '' },
    appSecret: { label: 'App-Secret', hint: '' },
    tokenUrl: {
      label: 'Token address',
      hint: 'Begins with https://. It is asked with the person and the task.',
    },
    hasTokenSecret: { label: 'This address wants a secret', hint: 'Sluice shows it there as a Bearer.' },
    tokenSecret: { label: 'Secret', hint: '' },
    placeGroup: 'Where people are enrolled',
    storage: { label: 'Storage', hint: 'From your contract, for example bws.' },
    partition: { label: 'Partition', hint: 'The number that BioID has given you.' },
    taskGroup: 'What becomes of samples',
    task: {
      label: 'Task',
      hint: '',
      choices: {
        enroll: { label: 'Enrol', words: 'The person is known by these samples from then on.' },
        verify: { label: 'Verify', words: 'Compares them with what is enrolled for that person.' },
        identify: { label: 'Identify', words: 'Looks for the person in the partition.' },
        livenessdetection: { label: 'Detect liveness', words: 'Tells live persons from pictures.' },
        none: {
          label: 'Only upload',
          words: 'BioID forgets the samples, unless a program of your own starts a task with the same token.',
        },
      },
    },
    trait: {
      label: 'Samples are',
      hint: '',
      choices: {
        face: { label: 'Faces', words: '' },
        periocular: { label: 'Eyes and what is around them', words: '' },
        'face,periocular': {
          label: 'Faces and eyes',
          words: 'One picture counts for the face and for the eyes.',
        },
        voice: { label: 'Voices', words: '' },
      },
    },
    samples: { label: 'Samples of a person', hint: 'As many make a task.' },
    quiet: {
      label: 'Wait for more',
      hint: 'A person with fewer samples is sent after this long without a new one.',
    },
    more: 'liveness, crop and size of pictures, certificates, time limits',
    sampleGroup: 'Samples',
    liveDetection: {
      label: 'Demand live persons',
      hint: 'Needs at least two samples in motion; still photos will normally fail.',
    },
    maxFileBytes: { label: 'Largest file', hint: 'Larger files are not sent.' },
    placeWords: (url: string, storage: string, partition: string) =>
      `${url} · storage ${storage}, partition ${partition}`,
    ruleWords: (task: string, samples: number, seconds: number) =>
      `${task} · ${samples === 1 ? '1 sample' : `${samples} samples`} of a person, or fewer after ${seconds} s`,
  },

  basip: {
    server: 'The panel',
    urlHint: 'Of an Android panel such as an AA-14FB, for example https://10.0.0.9/',
    methods: {
      password: { label: 'An administrator of the panel', words: 'Others may not put faces into it.' },
      none: { label: 'Without signing in', words: 'For practice servers.' },
    },
    faceGroup: 'What a face may do',
    ownerType: {
      label: 'The person is',
      hint: 'A file name may say otherwise: «Jane Roe__guest__second.jpg».',
      choices: {
        owner: { label: 'An owner', words: '' },
        guest: { label: 'A guest', words: '' },
      },
    },
    lock: {
      label: 'Opens',
      hint: '',
      choices: {
        first: { label: 'The first lock', words: '' },
        second: { label: 'The second lock', words: '' },
        all: { label: 'All locks', words: '' },
      },
    },
    onExisting: {
      label: 'A name that is known',
      hint: '',
      choices: {
        replace: {
          label: 'Replace the face',
          words: 'The new one first, then the old one goes: nobody is locked out.',
        },
        skip: { label: 'Leave it as it is', words: '' },
        add: { label: 'Add another face', words: '' },
      },
    },
    more: 'list of people, size of pictures, certificates, time limits',
    pictureGroup: 'People and pictures',
    people: {
      label: 'List of people',
      hint: 'A CSV file with the columns file and name, and if wanted type, lock, from, to. Without it, names come from files and folders. A line that changes later counts when its picture is sent once more.',
    },
    partName: {
      label: 'Name of the part',
      hint: 'Panels differ. Try the other one if a panel refuses good pictures.',
      choices: {
        file: { label: 'file', words: '' },
        status: { label: 'status', words: '' },
      },
    },
    ruleWords: (owner: string, lock: string, existing: string) =>
      `${owner} · opens: ${lock} · known names: ${existing}`,
  },
}
