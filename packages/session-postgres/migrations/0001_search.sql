-- The index of searches, where the extension pg_trgm may be used: without it, searches read what they search. A server may not have
-- the extension, and a user may not be allowed to install it.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  NULL;
END
$$;
--> statement-breakpoint
DO $$
DECLARE
  home name := (SELECT nspname FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'pg_trgm');
BEGIN
  IF home IS NOT NULL THEN
    EXECUTE format(
      'CREATE INDEX part_search ON part USING gin ((lower(translate(data, chr(8490), ''k''))) %I.gin_trgm_ops) WITH (gin_pending_list_limit = 1024) WHERE type IN (''text'', ''reasoning'', ''tool'', ''file'', ''subtask'')',
      home
    );
  END IF;
END
$$;
