package io.webim.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesUrlTest {
    @Test
    void bucketEndpointAndRegionAreRead() {
        assertThat(FilesUrl.parse("s3://my-files?endpoint=https%3A%2F%2Fs3.lan%3A9000&region=eu-central-1"))
                .isEqualTo(new FilesUrl("my-files", Optional.of(URI.create("https://s3.lan:9000")), "eu-central-1"));
        assertThat(FilesUrl.parse("s3://my.files/?endpoint=http://127.0.0.1:9000")
                        .region())
                .isEqualTo("us-east-1");
        assertThat(FilesUrl.parse("s3://my-files?region=eu-north-1").endpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/data/files",
                "http://bucket?region=x",
                "s3:bucket?region=x",
                "s3://?region=x",
                "s3://b?region=x",
                "s3://Bucket?region=x",
                "s3://key:secret@bucket?region=x",
                "s3://bucket:9000?region=x",
                "s3://bucket/folder?region=x",
                "s3://bucket",
                "s3://bucket?region=",
                "s3://bucket?region=x y",
                "s3://bucket?region=a/b",
                "s3://bucket?endpoint=s3.lan",
                "s3://bucket?endpoint=ftp://s3.lan",
                "s3://bucket?endpoint=http://key:secret@s3.lan",
                "s3://bucket?region=x&acl=public",
                "s3://bucket?region=%zz"
            })
    void whatIsNoStoreIsRefused(String url) {
        assertThatThrownBy(() -> FilesUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "clamd:/run/clamd.ctl, /run/clamd.ctl, '', 0",
        "clamd:///run/clamd.ctl, /run/clamd.ctl, '', 0",
        "clamd://scanner.lan, , scanner.lan, 3310",
        "clamd://[::1]:99, , ::1, 99"
    })
    void scannersAreRead(String url, String path, String host, int port) {
        assertThat(ScannerAddress.parse(url)).isEqualTo(new ScannerAddress(Optional.ofNullable(path), host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "clamd:",
                "clamd:/",
                "clamd://",
                "clamd:x",
                "http://x",
                "clamd://x:0",
                "clamd://x:70000",
                "a b"
            })
    void whatIsNoScannerIsRefused(String url) {
        assertThatThrownBy(() -> ScannerAddress.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
