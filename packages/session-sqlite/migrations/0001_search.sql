-- Trigrams find parts of words, code and scripts without spaces. Without positions and without a copy of the text, the index
-- takes a fraction of it: what it proposes is checked against the text itself.
CREATE VIRTUAL TABLE part_search USING fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = none);
--> statement-breakpoint
CREATE VIRTUAL TABLE part_search_terms USING fts5vocab(part_search, row);
--> statement-breakpoint
CREATE TRIGGER part_search_remove AFTER DELETE ON part BEGIN
  DELETE FROM part_search WHERE rowid = old.number;
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE session_search USING fts5(text, content = '', contentless_delete = 1, tokenize = 'trigram', detail = none);
--> statement-breakpoint
CREATE VIRTUAL TABLE session_search_terms USING fts5vocab(session_search, row);
--> statement-breakpoint
-- A new session is not indexed by a trigger: SQLite guards a statement that has one with a savepoint, and at each savepoint
-- FTS5 writes out what it has collected. The two spaces give the last characters trigrams of their own, so that two
-- characters at the end are found, too.
CREATE TRIGGER session_search_update AFTER UPDATE OF title ON session WHEN new.title <> old.title BEGIN
  DELETE FROM session_search WHERE rowid = old.number;
  INSERT INTO session_search (rowid, text) VALUES (new.number, new.title || '  ');
END;
--> statement-breakpoint
CREATE TRIGGER session_search_remove AFTER DELETE ON session BEGIN
  DELETE FROM session_search WHERE rowid = old.number;
END;
--> statement-breakpoint
INSERT INTO change_feed (shard, sequence) VALUES (0, 0);
