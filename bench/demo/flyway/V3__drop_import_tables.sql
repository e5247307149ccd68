-- farout-guard: irreversible -- the import of 2019 is in the archive
-- farout-guard-approve no-drop-table -- empty since 2021, backup 4711 is kept
DROP TABLE IF EXISTS import_2019;

DROP TABLE import_2020 CASCAD;
