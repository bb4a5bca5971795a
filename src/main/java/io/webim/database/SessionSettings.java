package io.webim.database;

import java.util.List;

/**
 * What webim's promises rest on in each session of the database, whatever the server's defaults are. Only what every
 * account may set, on every kind of server.
 */
final class SessionSettings {
    private static final String TRANSACTIONS = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE";
    private static final String CHARACTERS = "SET NAMES utf8mb4 COLLATE utf8mb4_general_ci";
    /** The comments are for MariaDB alone and for MySQL alone. */
    private static final String VARIABLES = """
            SET SESSION autocommit = 1,
                completion_type = 'NO_CHAIN',
                time_zone = '+00:00',
                sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,\
            NO_ENGINE_SUBSTITUTION',
                default_storage_engine = InnoDB,
                foreign_key_checks = 1,
                unique_checks = 1,
                innodb_lock_wait_timeout = 50,
                wait_timeout = 28800,
                net_read_timeout = 30,
                net_write_timeout = 60,
                sql_select_limit = 18446744073709551615,
                sql_big_selects = 1,
                sql_safe_updates = 0,
                sql_auto_is_null = 0,
                max_sort_length = 1024
                /*M!100100 , max_statement_time = 0 */
                /*!80000 , max_execution_time = 0 */
            """;

    /** To be run in this order on each new connection. */
    static final List<String> SET_UP = List.of(VARIABLES, TRANSACTIONS, CHARACTERS);

    private SessionSettings() {}
}
