package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "photo.jpg|photo.jpg",
                "/etc/passwd|passwd",
                "../../x.sh|x.sh",
                "C:\\Users\\ann\\x.doc|x.doc",
                "..|file",
                ".|file",
                "''|file",
                "' '|file",
                "name.|name",
                "' a b '|a b",
                ".htaccess|.htaccess",
                "a/|file"
            })
    void isANameAndNothingElse(String given, String name) {
        assertThat(FileName.clean(given)).isEqualTo(name);
    }

    @Test
    void nothingInItTurnsALineOrItsDirection() {
        assertThat(FileName.clean("a\r\nSet-Cookie: b\u0000.txt")).isEqualTo("aSet-Cookie: b.txt");
        assertThat(FileName.clean("photo\u202Egpj.exe")).isEqualTo("photogpj.exe");
        assertThat(FileName.clean("a\u2066b\u2069\u200e\ufeff\u2028.txt")).isEqualTo("ab.txt");
        assertThat(FileName.clean("x\ud800.txt")).isEqualTo("x.txt");
    }

    @Test
    void whatLanguagesAndEmojiNeedStays() {
        var family = "\ud83d\udc69\u200d\ud83d\udc67.jpg";

        assertThat(FileName.clean(family)).isEqualTo(family);
        assertThat(FileName.clean("e\u0301.txt")).isEqualTo("\u00e9.txt");
    }

    @Test
    void aLongOneKeepsItsEnding() {
        var name = FileName.clean("\u4f60".repeat(500) + ".tar.gz");

        assertThat(name).endsWith("\u4f60.gz");
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(250, 255);
        assertThat(FileName.clean("x".repeat(300) + "." + "y".repeat(300))).hasSize(255);
    }
}
