package io.webim.http;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The files of {@code webroot/} on the class path, in a jar or beside the classes; keys start with a slash. */
final class Webroot {
    private static final String FOLDER = "webroot";

    private Webroot() {}

    static Map<String, byte[]> read() throws IOException {
        @Nullable URL index = Webroot.class.getClassLoader().getResource(FOLDER + "/index.html");
        if (index == null) {
            return Map.of();
        }
        return index.openConnection() instanceof JarURLConnection inJar
                ? read(inJar.getJarFile())
                : read(folder(index));
    }

    private static Path folder(URL index) throws IOException {
        try {
            return Path.of(new URI(index.toString())).resolveSibling("");
        } catch (URISyntaxException odd) {
            throw new IOException("The web client is at an odd place: " + index, odd);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        var contents = new HashMap<String, byte[]>();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                contents.put('/' + folder.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        }
        return contents;
    }

    private static Map<String, byte[]> read(JarFile jar) throws IOException {
        var contents = new HashMap<String, byte[]>();
        for (var entry : jar.stream().filter(Webroot::isFile).toList()) {
            try (var content = jar.getInputStream(entry)) {
                contents.put(entry.getName().substring(FOLDER.length()), content.readAllBytes());
            }
        }
        return contents;
    }

    private static boolean isFile(ZipEntry entry) {
        return entry.getName().startsWith(FOLDER + "/") && !entry.isDirectory();
    }
}
