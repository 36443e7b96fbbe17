-- The phrases behind sentences (shared/phrase.ts), as JSON: windows show them in their own language. Rows that are older
-- have only their words.
ALTER TABLE file ADD COLUMN said TEXT;
ALTER TABLE parcel ADD COLUMN after_said TEXT;
