-- Trigrams find parts of words, code and scripts without spaces. Without positions and without a copy of the text, the index
-- takes a fraction of it: what it proposes is checked against the text itself.
CREATE VIRTUAL TABLE part_search USING fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = none);
--> statement-breakpoint
CREATE VIRTUAL TABLE part_search_terms USING fts5vocab(part_search, row);
--> statement-breakpoint
-- A write costs an index several pages, so it is brought up to date behind the writes. It has every part up to this number.
CREATE TABLE part_search_progress (number integer PRIMARY KEY NOT NULL);
--> statement-breakpoint
INSERT INTO part_search_progress (number) VALUES (0);
--> statement-breakpoint
-- Parts up to there whose text has changed since.
CREATE TABLE part_search_changed (number integer PRIMARY KEY NOT NULL);
--> statement-breakpoint
CREATE TRIGGER part_search_change AFTER UPDATE OF type, data ON part
WHEN new.number <= (SELECT number FROM part_search_progress)
  AND NOT EXISTS (SELECT 1 FROM part_search_changed WHERE number = new.number)
BEGIN
  INSERT INTO part_search_changed (number) VALUES (new.number);
END;
--> statement-breakpoint
-- SQLite gives the number after the highest: when the newest are gone, theirs are given again.
CREATE TRIGGER part_search_remove AFTER DELETE ON part BEGIN
  DELETE FROM part_search WHERE rowid = old.number;
  DELETE FROM part_search_changed WHERE number = old.number;
  UPDATE part_search_progress SET number = (SELECT coalesce(max(number), 0) FROM part)
    WHERE number > (SELECT coalesce(max(number), 0) FROM part);
END;
--> statement-breakpoint
-- The same for titles.
CREATE VIRTUAL TABLE session_search USING fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = none);
--> statement-breakpoint
CREATE VIRTUAL TABLE session_search_terms USING fts5vocab(session_search, row);
--> statement-breakpoint
CREATE TABLE session_search_progress (number integer PRIMARY KEY NOT NULL);
--> statement-breakpoint
INSERT INTO session_search_progress (number) VALUES (0);
--> statement-breakpoint
CREATE TABLE session_search_changed (number integer PRIMARY KEY NOT NULL);
--> statement-breakpoint
CREATE TRIGGER session_search_change AFTER UPDATE OF title ON session
WHEN new.title <> old.title AND new.number <= (SELECT number FROM session_search_progress)
  AND NOT EXISTS (SELECT 1 FROM session_search_changed WHERE number = new.number)
BEGIN
  INSERT INTO session_search_changed (number) VALUES (new.number);
END;
--> statement-breakpoint
CREATE TRIGGER session_search_remove AFTER DELETE ON session BEGIN
  DELETE FROM session_search WHERE rowid = old.number;
  DELETE FROM session_search_changed WHERE number = old.number;
  UPDATE session_search_progress SET number = (SELECT coalesce(max(number), 0) FROM session)
    WHERE number > (SELECT coalesce(max(number), 0) FROM session);
END;
