-- As many places in the feed of changed sessions as the dialect has shards (mysql-dialect.ts): writers of different sessions
-- seldom wait for each other at one.
INSERT INTO `change_feed` (`shard`, `sequence`) VALUES
	(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 0), (8, 0), (9, 0), (10, 0), (11, 0), (12, 0), (13, 0), (14, 0), (15, 0);
