package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How a file is given: whole or in part, shown or to be saved. */
class FileFetchIT {
    private static final byte[] BYTES = Bytes.random(100_000, 1);

    @SharedServer
    private static TestServer server;

    private static FileClient ann;
    private static String id;

    @BeforeAll
    static void upload() {
        ann = new FileClient(RestClient.of(server).somebody("ann"));
        id = ann.upload("some.bin", BYTES);
    }

    @Test
    void partsAreGivenAsTheyAreAskedFor() {
        assertPart("bytes=0-0", 0, 1);
        assertPart("bytes=10-19", 10, 20);
        assertPart("bytes=99990-", 99_990, 100_000);
        assertPart("bytes=99990-999999999999999999", 99_990, 100_000);
        assertPart("bytes=-5", 99_995, 100_000);
        assertPart("bytes=-999999999", 0, 100_000);
    }

    private static void assertPart(String range, int from, int to) {
        var answer = ann.person()
                .rest()
                .with("Range", range)
                .get(FileClient.path(id))
                .expect(206);

        assertThat(answer.response().body()).isEqualTo(Arrays.copyOfRange(BYTES, from, to));
        assertThat(answer.header("content-range")).contains("bytes " + from + "-" + (to - 1) + "/100000");
        assertThat(answer.header("content-length")).contains(Integer.toString(to - from));
    }

    @Test
    void whatIsNotThereIsSaid() {
        for (var range : List.of("bytes=100000-", "bytes=100000-100001", "bytes=-0")) {
            var answer = ann.person()
                    .rest()
                    .with("Range", range)
                    .get(FileClient.path(id))
                    .expect(416);

            assertThat(answer.header("content-range")).contains("bytes */100000");
            assertThat(answer.response().body()).isEmpty();
        }
    }

    @Test
    void oddRangesGiveTheWhole() {
        var oddities = List.of(
                "bytes=5-4",
                "bytes=-",
                "bytes=a-b",
                "bytes=1-2,4-5",
                "items=1-2",
                "bytes=99999999999999999999999-",
                "bytes=0-0," + "0-0,".repeat(1_000),
                "x");
        for (var range : oddities) {
            var answer = ann.person()
                    .rest()
                    .with("Range", range)
                    .get(FileClient.path(id))
                    .expect(200);

            assertThat(answer.response().body()).as(range).isEqualTo(BYTES);
        }
    }

    @Test
    void aPartOfAnotherVersionIsTheWhole() {
        var rest = ann.person().rest().with("Range", "bytes=1-2");
        var etag = rest.get(FileClient.path(id)).header("etag").orElseThrow();

        rest.with("If-Range", etag).get(FileClient.path(id)).expect(206);
        rest.with("If-Range", "\"other\"").get(FileClient.path(id)).expect(200);
        rest.with("If-Range", "Wed, 21 Oct 2015 07:28:00 GMT")
                .get(FileClient.path(id))
                .expect(200);
        assertThat(ann.person()
                        .rest()
                        .with("If-None-Match", etag)
                        .get(FileClient.path(id))
                        .expect(304)
                        .response()
                        .body())
                .isEmpty();
    }

    @Test
    void theHeadIsThatOfTheWhole() {
        var head = ann.person().rest().call("HEAD", FileClient.path(id)).expect(200);

        assertThat(head.header("content-length")).contains("100000");
        assertThat(head.header("accept-ranges")).contains("bytes");
        assertThat(head.header("cache-control")).contains("private, no-cache");
    }

    @Test
    void onlyWhatIsSafeIsShown() {
        var picture = ann.get(ann.upload("picture.png", Bytes.png(3, 2))).expect(200);
        assertThat(picture.header("content-type")).contains("image/png");
        assertThat(picture.header("content-disposition").orElseThrow()).startsWith("inline; filename=\"picture.png\"");

        var page = ann.get(ann.upload(
                        "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
                        Map.of("filename", "page.png", "filetype", "image/png")))
                .expect(200);
        assertThat(page.header("content-type")).contains("application/octet-stream");
        assertThat(page.header("content-disposition").orElseThrow()).startsWith("attachment");
        for (var answer : List.of(picture, page)) {
            assertThat(answer.header("x-content-type-options")).contains("nosniff");
            assertThat(answer.header("content-security-policy")).contains("sandbox; default-src 'none'");
            assertThat(answer.header("cross-origin-resource-policy")).contains("same-origin");
            assertThat(answer.header("content-length"))
                    .contains(Integer.toString(answer.response().body().length));
        }
    }

    @Test
    void aPictureIsSavedWhereThatIsAskedFor() {
        var picture = ann.upload("picture.png", Bytes.png(3, 2));

        assertThat(ann.person()
                        .rest()
                        .get(FileClient.path(picture) + "?download=1")
                        .expect(200)
                        .header("content-disposition")
                        .orElseThrow())
                .startsWith("attachment");
    }

    @Test
    void aNameThatIsMeantToDoHarmIsAName() {
        var named = ann.get(ann.upload("../../etc/x\r\nSet-Cookie: a=b\u202Egpj.exe", new byte[1]))
                .expect(200);

        assertThat(named.header("content-disposition"))
                .contains("attachment; filename=\"xSet-Cookie: a=bgpj.exe\";"
                        + " filename*=UTF-8''xSet-Cookie%3A%20a%3Dbgpj.exe");
        assertThat(named.header("set-cookie")).isEmpty();
    }

    @Test
    void namesReachWhoeverSavesTheFileAsTheyAre() {
        var named = ann.get(ann.upload("Bericht \u4f60\u597d \"1\".txt", new byte[1]))
                .expect(200);

        assertThat(named.header("content-disposition"))
                .contains("attachment; filename=\"Bericht __ _1_.txt\";"
                        + " filename*=UTF-8''Bericht%20%E4%BD%A0%E5%A5%BD%20%221%22.txt");
    }
}
