-- Lines of an import may go when it is said that something of it goes; findings only with the whole of it.
DROP TRIGGER finding_no_delete;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding
    WHEN NOT EXISTS (SELECT 1 FROM import_deletion d WHERE d.import_id = OLD.import_id AND d.whole = 1)
    BEGIN SELECT RAISE(ABORT, 'et fund slettes ikke'); END;
CREATE TRIGGER record_no_update BEFORE UPDATE ON record_line BEGIN SELECT RAISE(ABORT, 'en indlæsning rettes ikke'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record_line
    WHEN NOT EXISTS (SELECT 1 FROM import_deletion d WHERE d.import_id = OLD.import_id)
    BEGIN SELECT RAISE(ABORT, 'en indlæsning slettes ikke'); END;
CREATE TRIGGER document_no_update BEFORE UPDATE ON basis_document BEGIN SELECT RAISE(ABORT, 'et grundlag rettes ikke'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON basis_document BEGIN SELECT RAISE(ABORT, 'et grundlag slettes ikke'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON provider_decision BEGIN SELECT RAISE(ABORT, 'en afgørelse rettes ikke'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON provider_decision BEGIN SELECT RAISE(ABORT, 'en afgørelse slettes ikke'); END;
CREATE TRIGGER citizen_deletion_no_update BEFORE UPDATE ON citizen_deletion BEGIN SELECT RAISE(ABORT, 'en sletning rettes ikke'); END;
CREATE TRIGGER citizen_deletion_no_delete BEFORE DELETE ON citizen_deletion BEGIN SELECT RAISE(ABORT, 'en sletning slettes ikke'); END;
CREATE TRIGGER citizen_found_no_update BEFORE UPDATE ON citizen_deletion_found BEGIN SELECT RAISE(ABORT, 'en sletning rettes ikke'); END;
CREATE TRIGGER citizen_found_no_delete BEFORE DELETE ON citizen_deletion_found BEGIN SELECT RAISE(ABORT, 'en sletning slettes ikke'); END;
CREATE TRIGGER citizen_done_no_update BEFORE UPDATE ON citizen_deletion_done BEGIN SELECT RAISE(ABORT, 'en sletning rettes ikke'); END;
CREATE TRIGGER citizen_done_no_delete BEFORE DELETE ON citizen_deletion_done BEGIN SELECT RAISE(ABORT, 'en sletning slettes ikke'); END;
CREATE TRIGGER import_deletion_no_update BEFORE UPDATE ON import_deletion BEGIN SELECT RAISE(ABORT, 'en sletning rettes ikke'); END;
CREATE TRIGGER import_deletion_no_delete BEFORE DELETE ON import_deletion BEGIN SELECT RAISE(ABORT, 'en sletning slettes ikke'); END;
CREATE TRIGGER run_deletion_no_update BEFORE UPDATE ON run_deletion BEGIN SELECT RAISE(ABORT, 'en sletning rettes ikke'); END;
CREATE TRIGGER run_deletion_no_delete BEFORE DELETE ON run_deletion BEGIN SELECT RAISE(ABORT, 'en sletning slettes ikke'); END;
