-- Everybody signs in again after the change of keys.
DO $$
BEGIN
  IF EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'sessions') THEN
    EXECUTE 'TRUNCATE ' || quote_ident('sessions') || ' CASCADE';
  END IF;
END
$$;
