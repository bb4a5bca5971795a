package io.webim.files;

import io.webim.FullTables;
import io.webim.SharedServer;
import io.webim.TestServer;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs at every file and every sweep, however full the tables. */
class FilePlanIT {
    /** One that the third message of the seventh conversation carries. */
    private static final String FILE = "b62f83ac792baacd17f428";

    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2020, 1, 1, 0, 0);

    @SharedServer(name = "full")
    private static TestServer server;

    private final FullTables tables = new FullTables(server);

    static Stream<Arguments> queries() {
        return Stream.of(
                query("a file", 1, FileRowStore.FIND, FILE),
                query("whether it was carried", 1, FileRowStore.CARRIED, FILE),
                query("whether it still is", 1, FileRowStore.STILL_CARRIED, FILE),
                query("what nobody has sent", 1, FileRowStore.DUE, LONG_AGO, 64),
                query("what somebody has not sent", 1, FileRowStore.UNSHOWN_OF, 1L),
                query("some of one's own", 11, FileRowStore.OWNED, 1L, "", 11),
                query("what goes", 1, FileRowStore.ALL_GOING, 64),
                query("what got stuck", 1, FileRowStore.STUCK, 64),
                query("an upload", 1, UploadStore.FIND, FILE),
                query("what goes no further", 1, UploadStore.EXPIRED, LONG_AGO, 64),
                query("the uploads of one", FullTables.CONTACTS, UploadStore.OF_OWNER, 1L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    void readsNoMoreThanItNeeds(String name, int most, String sql, List<Object> values) {
        tables.assertReadsNoMoreThanItNeeds(most, sql, values.toArray());
    }

    private static Arguments query(String name, int most, String sql, Object... values) {
        return Arguments.of(name, most, sql, List.of(values));
    }
}
