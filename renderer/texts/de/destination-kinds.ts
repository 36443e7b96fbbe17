import type { destinationKinds as english } from '../en/destination-kinds.ts'

export const destinationKinds: typeof english = {
  choose: 'Was für ein Ziel ist es?',
  choices: {
    fotoware: {
      label: 'FotoWare',
      words: 'Ein Archiv in der Cloud oder On-Premises: Dateien, Metadaten und Revisionen.',
    },
    picapport: {
      label: 'PicApport',
      words: 'Ein Fotoserver: Aus Ordnern werden Tags und Personen.',
    },
    bioid: {
      label: 'BioID',
      words:
        'Lernt Gesichter in einem BioID Web Service (klassisches BWS) ein, Aufnahme für Aufnahme je Person.',
    },
    basip: {
      label: 'BAS-IP',
      words: 'Eine Türstation: Aus jedem Bild wird ein Gesicht, das eine Tür öffnet.',
    },
  },
  privacy: 'Datenschutz',
  people: 'Über Menschen: Sluice zeigt keine Bilder und macht Namen in Supportdateien unkenntlich.',

  common: {
    rules: 'Regeln',
    user: { label: 'Benutzer', hint: '' },
    password: { label: 'Passwort', hint: '' },
    pixels: 'Pixel',
    prepare: {
      label: 'Bilder zuerst aufbereiten',
      hint: 'Aufrecht und so, wie es hier steht. Nur die Kopie, die gesendet wird: Die Datei bleibt, wie sie ist.',
    },
    crop: {
      label: 'Zuschnitt',
      hint: 'Breite zu Höhe, zum Beispiel 3:4, aus der Mitte geschnitten. Leer lassen, um das ganze Bild zu behalten.',
    },
    box: {
      label: 'Köpfe sind immer im selben Teil',
      hint: 'Für eine Kamera, die bleibt, wo sie ist: Geschnitten wird um diesen Teil, in der Form von oben, und nicht um die Mitte.',
    },
    boxLeft: { label: 'Von links', hint: 'Von der Breite des aufrechten Bildes.' },
    boxTop: { label: 'Von oben', hint: 'Von seiner Höhe.' },
    boxWidth: { label: 'Breite des Teils', hint: '' },
    boxHeight: { label: 'Höhe des Teils', hint: '' },
    format: {
      label: 'Format',
      hint: '',
      choices: {
        jpeg: { label: 'JPEG', words: '' },
        png: { label: 'PNG', words: 'Größer und ohne Verlust.' },
      },
    },
    maxWidth: { label: 'Höchstens breit', hint: 'Größere Bilder werden verkleinert.' },
    maxHeight: { label: 'Höchstens hoch', hint: '' },
  },

  picapport: {
    server: 'Der Server',
    urlHint: 'Die Adresse, unter der sich PicApport im Browser öffnet, zum Beispiel https://fotos.example/',
    methods: {
      password: { label: 'Ein Benutzer mit Passwort', words: 'Einer, der hochladen darf.' },
      anonymous: {
        label: 'Als Standardbenutzer des Servers',
        words: 'Den der Server für die Web-API nennt (webapi.default.uid).',
      },
      none: { label: 'Ohne Anmeldung', words: 'Für Übungsserver.' },
    },
    hasApiKey: {
      label: 'Der Server verlangt einen API-Schlüssel',
      hint: 'Wenn auf dem Server webapi.apikey gesetzt ist.',
    },
    apiKey: { label: 'API-Schlüssel', hint: '' },
    folderGroup: 'Was Ordner bedeuten',
    folderTags: {
      label: 'Aus Namen von Unterordnern werden Tags',
      hint: 'Ein Tag für jede Ebene unter dem Hot Folder.',
    },
    personFolders: {
      label: 'Personen beginnen mit',
      hint: 'Ein Unterordner «@Anna» nennt die Person Anna anstelle eines Tags. Leer lassen für keine.',
    },
    more: 'Geschwindigkeit, entfernte Fotos, Zertifikate, Zeitgrenzen',
    files: { label: 'Anfragen gleichzeitig', hint: 'Ein überlasteter Server bekommt von selbst weniger.' },
    batch: { label: 'Fotos je Anfrage', hint: 'Mehrere sparen Zeit auf langsamen Leitungen.' },
    removedGroup: 'Entfernte Fotos',
    uploadRemovedAgain: {
      label: 'Auf dem Server entfernte Fotos wieder senden',
      hint: 'Sonst gelten sie als abgelehnt, weil sie dort jemand nicht haben wollte.',
    },
    allowClearPassword: {
      label: 'Passwort unverschlüsselt senden, wenn der Server es so verlangt',
      hint: 'Nur über http:// und nur, wo niemand mithören kann.',
    },
    limitWords: (requests: number, photos: number) =>
      `${requests === 1 ? '1 Anfrage' : `${requests} Anfragen`} mit je ${photos === 1 ? '1 Foto' : `${photos} Fotos`}`,
    ruleWords: (hasTags: boolean, prefix: string) =>
      [
        hasTags ? 'aus Ordnern werden Tags' : 'aus Ordnern werden keine Tags',
        prefix === '' ? 'und keine Personen' : `aus denen mit «${prefix}» Personen`,
      ].join(', '),
  },

  bioid: {
    server: 'Der Dienst',
    urlHint: 'Der BWS-Web-API, zum Beispiel https://bws.bioid.com/extension/',
    methods: {
      app: {
        label: 'App-ID und App-Secret',
        words: 'Ein klassischer WEB-API-Schlüssel aus dem BWS-Portal. Schlüssel für BWS 3 passen nicht.',
      },
      'token-url': {
        label: 'Eine eigene Adresse, die Token ausgibt',
        words: 'Das App-Secret bleibt dann auf Ihrem Server.',
      },
      none: { label: 'Ohne Anmeldung', words: 'Für Übungsserver.' },
    },
    appId: { label: 'App-ID', hint: '' },
    appSecret: { label: 'App-Secret', hint: '' },
    tokenUrl: {
      label: 'Token-Adresse',
      hint: 'Beginnt mit https://. Sie wird nach der Person und der Aufgabe gefragt.',
    },
    hasTokenSecret: {
      label: 'Diese Adresse verlangt ein Geheimnis',
      hint: 'Sluice zeigt es dort als Bearer vor.',
    },
    tokenSecret: { label: 'Geheimnis', hint: '' },
    placeGroup: 'Wo Personen eingelernt werden',
    storage: { label: 'Storage', hint: 'Aus Ihrem Vertrag, zum Beispiel bws.' },
    partition: { label: 'Partition', hint: 'Die Nummer, die Sie von BioID haben.' },
    taskGroup: 'Was aus Aufnahmen wird',
    task: {
      label: 'Aufgabe',
      hint: '',
      choices: {
        enroll: { label: 'Einlernen', words: 'Die Person ist von da an durch diese Aufnahmen bekannt.' },
        verify: {
          label: 'Verifizieren',
          words: 'Vergleicht sie mit dem, was für die Person eingelernt ist.',
        },
        identify: { label: 'Identifizieren', words: 'Sucht die Person in der Partition.' },
        livenessdetection: {
          label: 'Lebenderkennung',
          words: 'Unterscheidet lebende Personen von Bildern.',
        },
        none: {
          label: 'Nur hochladen',
          words:
            'BioID vergisst die Aufnahmen, wenn nicht ein eigenes Programm mit demselben Token eine Aufgabe startet.',
        },
      },
    },
    trait: {
      label: 'Aufnahmen sind',
      hint: '',
      choices: {
        face: { label: 'Gesichter', words: '' },
        periocular: { label: 'Augen und ihre Umgebung', words: '' },
        'face,periocular': {
          label: 'Gesichter und Augen',
          words: 'Ein Bild zählt für das Gesicht und für die Augen.',
        },
        voice: { label: 'Stimmen', words: '' },
      },
    },
    samples: { label: 'Aufnahmen je Person', hint: 'So viele ergeben eine Aufgabe.' },
    quiet: {
      label: 'Auf weitere warten',
      hint: 'Eine Person mit weniger Aufnahmen wird gesendet, wenn so lange keine neue kam.',
    },
    more: 'Lebenderkennung, Zuschnitt und Größe der Bilder, Zertifikate, Zeitgrenzen',
    sampleGroup: 'Aufnahmen',
    liveDetection: {
      label: 'Lebende Personen verlangen',
      hint: 'Braucht mindestens zwei bewegte Aufnahmen; mit Standbildern misslingt es meist.',
    },
    maxFileBytes: { label: 'Größte Datei', hint: 'Größere Dateien werden nicht gesendet.' },
    placeWords: (url: string, storage: string, partition: string) =>
      `${url} · Storage ${storage}, Partition ${partition}`,
    ruleWords: (task: string, samples: number, seconds: number) =>
      `${task} · ${samples === 1 ? '1 Aufnahme' : `${samples} Aufnahmen`} je Person oder weniger nach ${seconds.toLocaleString('de')} s`,
  },

  basip: {
    server: 'Die Türstation',
    urlHint: 'Einer Android-Türstation wie der AA-14FB, zum Beispiel https://10.0.0.9/',
    methods: {
      password: {
        label: 'Ein Konto mit Administratorrechten',
        words: 'Andere Konten dürfen keine Gesichter hinzufügen.',
      },
      none: { label: 'Ohne Anmeldung', words: 'Für Übungsserver.' },
    },
    faceGroup: 'Was ein Gesicht darf',
    ownerType: {
      label: 'Die Person ist',
      hint: 'Ein Dateiname kann es anders sagen: «Jana Roth__guest__second.jpg».',
      choices: {
        owner: { label: 'Bewohner', words: '' },
        guest: { label: 'Gast', words: '' },
      },
    },
    lock: {
      label: 'Öffnet',
      hint: '',
      choices: {
        first: { label: 'Das erste Schloss', words: '' },
        second: { label: 'Das zweite Schloss', words: '' },
        all: { label: 'Alle Schlösser', words: '' },
      },
    },
    onExisting: {
      label: 'Bekannter Name',
      hint: '',
      choices: {
        replace: {
          label: 'Gesicht ersetzen',
          words: 'Zuerst kommt das neue, dann geht das alte: Niemand wird ausgesperrt.',
        },
        skip: { label: 'Lassen, wie es ist', words: '' },
        add: { label: 'Weiteres Gesicht hinzufügen', words: '' },
      },
    },
    more: 'Personenliste, Größe der Bilder, Zertifikate, Zeitgrenzen',
    pictureGroup: 'Personen und Bilder',
    people: {
      label: 'Personenliste',
      hint: 'Eine CSV-Datei mit den Spalten file und name und bei Bedarf type, lock, from, to. Ohne sie kommen Namen aus Dateien und Ordnern. Eine später geänderte Zeile gilt, sobald ihr Bild noch einmal gesendet wird.',
    },
    partName: {
      label: 'Name des Formularteils',
      hint: 'Türstationen unterscheiden sich. Nehmen Sie den anderen, wenn eine gute Bilder ablehnt.',
      choices: {
        file: { label: 'file', words: '' },
        status: { label: 'status', words: '' },
      },
    },
    ruleWords: (owner: string, lock: string, existing: string) =>
      `${owner} · öffnet: ${lock} · bekannte Namen: ${existing}`,
  },
}
