/** German for mistakes in templates and path patterns. They go on from the name of what was written. */
export const templates: Record<string, string> = {
  '; did you mean {0}?': '; meinten Sie {0}?',
  '; known here: {0}': '; bekannt: {0}',
  'is {0}, which is no field; below {1} only the fields of the catalogue exist':
    'ist {0}, aber das ist kein Feld; unter {1} gibt es nur die üblichen Felder',
  'is {0}, which is the name of no field{1}': 'ist {0}, aber so heißt kein Feld{1}',
  'is {0} ({1}), which the server fills in itself; it cannot be written':
    'ist {0} ({1}); dieses Feld füllt der Server selbst, es lässt sich nicht schreiben',
  'is {0}, which is no code table{1}': 'ist {0}, aber das ist keine Codetabelle{1}',
  'is "#", which stands between a code and the number of its replacement':
    'ist "#", aber das steht zwischen einem Code und der Nummer seiner Ersetzung',
  'has "{0}" after the end of the condition; "and" or "or" belongs between comparisons':
    'hat nach dem Ende der Bedingung noch "{0}"; zwischen Vergleiche gehört "and" oder "or"',
  'has too many brackets inside one another': 'hat zu viele Klammern ineinander',
  'has a "(" that is never closed': 'hat ein "(", das nie geschlossen wird',
  'has "is" without "empty" or "not empty"': 'hat "is" ohne "empty" oder "not empty"',
  'has {0} where a comparison belongs ({1})': 'hat {0}, wo ein Vergleich hingehört ({1})',
  'has "in" without a list; write for example in ("a", "b")':
    'hat "in" ohne Liste; schreiben Sie zum Beispiel in ("a", "b")',
  'has a list after "in" that is never closed': 'hat nach "in" eine Liste, die nie geschlossen wird',
  'has no text in quotes after "{0}"': 'hat nach "{0}" keinen Text in Anführungszeichen',
  'has {0} where a token in braces, a text in double quotes or a number belongs':
    'hat {0}, wo ein Platzhalter in geschweiften Klammern, ein Text in doppelten Anführungszeichen oder eine Zahl hingehört',
  nothing: 'nichts',
  'is longer than {0} characters': 'ist länger als {0} Zeichen',
  'has a single quote in a date that is never closed':
    'hat in einem Datum ein einfaches Anführungszeichen, das nie geschlossen wird',
  'has "{0}" in a date, which means nothing there; known are {1}, and texts in single quotes':
    'hat in einem Datum "{0}", das dort nichts bedeutet; bekannt sind {1} und Texte in einfachen Anführungszeichen',
  'has ":" in the filter "{0}", which takes nothing after its name':
    'hat beim Filter "{0}" einen ":", aber nach seinem Namen kommt nichts',
  'has the filter "{0}" with something else than it takes; write for example {1}':
    'hat den Filter "{0}" mit etwas, das er nicht nimmt; schreiben Sie zum Beispiel {1}',
  'has the filter "split" with an empty text': 'hat den Filter "split" mit einem leeren Text',
  'has the filter "replace" with nothing to look for':
    'hat den Filter "replace" ohne etwas, das er suchen soll',
  'has the filter "map" without the name of a code table; write for example map:players or map:"my players",2':
    'hat den Filter "map" ohne den Namen einer Codetabelle; schreiben Sie zum Beispiel map:players oder map:"my players",2',
  'uses the code table "{0}", which is not there{1}':
    'verwendet die Codetabelle "{0}", aber die gibt es nicht{1}',
  'uses the filter "{0}", which does not exist{1}': 'verwendet den Filter "{0}", aber den gibt es nicht{1}',
  'has nothing after the colon of {{0}:': 'hat nach dem Doppelpunkt von {{0}: nichts',
  'has a filter with nothing after its colon or comma':
    'hat einen Filter, nach dessen Doppelpunkt oder Komma nichts steht',
  'has a "{" that is never closed': 'hat eine "{", die nie geschlossen wird',
  'has "{0}" where "|" or "}" belongs': 'hat "{0}", wo "|" oder "}" hingehört',
  'has a "|" without the name of a filter after it': 'hat ein "|", nach dem kein Filter steht',
  'has a "{" without a name after it; write "{{" where a brace is meant':
    'hat eine "{" ohne Namen danach; schreiben Sie "{{", wo eine Klammer gemeint ist',
  'has a "}" without a "{" before it; write "}}" where a brace is meant':
    'hat eine "}" ohne "{" davor; schreiben Sie "}}", wo eine Klammer gemeint ist',
  'has the variable {{0}}; names begin with a letter and have only letters, digits and "_" (A to Z without accents)':
    'hat die Variable {{0}}; Namen beginnen mit einem Buchstaben und haben nur Buchstaben, Ziffern und "_" (A bis Z, ohne Umlaute)',
  'has the variable {{0}}, which is the name of a token; choose another name':
    'hat die Variable {{0}}, aber so heißt schon ein Platzhalter; wählen Sie einen anderen Namen',
  'the destination has no such field': 'das Ziel hat kein solches Feld',
  'The destination has no field for {0}; what the template has for it was left out.':
    'Das Ziel hat kein Feld für {0}; was die Vorlage dafür vorsieht, wurde weggelassen.',
  'has the variable {{0}} twice': 'hat die Variable {{0}} zweimal',
  'has "**" beside other text; it stands alone in its level':
    'hat "**" neben anderem Text; es steht allein in seiner Ebene',
  'has nothing between two variables or stars, so nobody could tell where one ends':
    'hat nichts zwischen zwei Variablen oder Sternen; niemand könnte sagen, wo eine endet',
  'has a "{0}" without its counterpart': 'hat ein "{0}" ohne sein Gegenstück',
  'has an empty level; it begins below the hot folder and ends with the file, "*" for any':
    'hat eine leere Ebene; es beginnt unterhalb des überwachten Ordners und endet mit der Datei, "*" für jede',
  'has a double quote that is never closed': 'hat ein doppeltes Anführungszeichen, das nie geschlossen wird',
  'has a backslash in quotes that means nothing; write \\\\, \\", \\n or \\t':
    'hat in Anführungszeichen einen Backslash, der nichts bedeutet; schreiben Sie \\\\, \\", \\n oder \\t',
  'has ":" in {{0}}, which takes nothing after its name':
    'hat in {{0}} einen ":", aber nach dem Namen kommt nichts',
  'has {{0}} without the name of a tag; write for example {{1}}':
    'hat {{0}} ohne den Namen einer Angabe; schreiben Sie zum Beispiel {{1}}',
  'has {counter:{0}}; after the colon belongs the number of digits, 1 to {1}':
    'hat {counter:{0}}; nach den Doppelpunkt gehört die Zahl der Stellen, 1 bis {1}',
  'has {folder:{0}}; levels are numbers: 1 is the first below the hot folder, -1 the last':
    'hat {folder:{0}}; Ebenen sind Zahlen: 1 ist die erste unter dem überwachten Ordner, -1 die letzte',
  'has {field} without a field; write for example {field:105}':
    'hat {field} ohne Feld; schreiben Sie zum Beispiel {field:105}',
  'asks for the field "{0}", which is not known{1}': 'verlangt das Feld "{0}", aber das ist nicht bekannt{1}',
  'uses {{0}}, which is no token and no variable of a path pattern{1}':
    'verwendet {{0}}, aber das ist weder Platzhalter noch Variable eines Pfadmusters{1}',
}
