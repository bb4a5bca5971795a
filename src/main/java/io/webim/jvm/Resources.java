package io.webim.jvm;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What lies on the class path beside the classes, by paths such as {@code webroot/index.html}. */
public final class Resources {
    /** Made by the build: a jar of twenty thousand entries is not read from end to end for the few of a folder. */
    private static final String LIST = "META-INF/files-of-webim";

    private Resources() {}

    /** All in a folder and below; none where it does not exist. */
    public static List<String> below(String folder) throws IOException {
        @Nullable URL place = Resources.class.getClassLoader().getResource(folder);
        if (place == null) {
            return List.of();
        }
        return place.getProtocol().equals("jar") ? listed(folder) : walked(folder, path(place));
    }

    public static byte[] read(String path) throws IOException {
        try (@Nullable InputStream content = Resources.class.getClassLoader().getResourceAsStream(path)) {
            if (content == null) {
                throw new FileNotFoundException(path + " is missing");
            }
            return content.readAllBytes();
        }
    }

    private static List<String> listed(String folder) throws IOException {
        return new String(read(LIST), StandardCharsets.UTF_8)
                .lines()
                .filter(path -> path.startsWith(folder + "/"))
                .toList();
    }

    private static List<String> walked(String folder, Path place) throws IOException {
        try (var paths = Files.walk(place)) {
            return paths.filter(Files::isRegularFile)
                    .map(path ->
                            folder + "/" + place.relativize(path).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static Path path(URL place) throws IOException {
        try {
            return Path.of(new URI(place.toString()));
        } catch (URISyntaxException odd) {
            throw new IOException("webim's classes are at an odd place: " + place, odd);
        }
    }
}
