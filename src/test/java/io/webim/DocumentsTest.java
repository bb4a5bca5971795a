package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents promise is there. */
class DocumentsTest {
    private static final Pattern SETTING_ROW =
            Pattern.compile("^\\| `(WEBIM_[A-Z_]+)` \\| `([A-Za-z.]+)` \\| (.*?) \\|", Pattern.MULTILINE);
    private static final Pattern MAKE = Pattern.compile("(?:^ {4}|`)make(?: ([a-z-]+))?(?= |`|$)", Pattern.MULTILINE);
    private static final Pattern TARGET = Pattern.compile("^([a-z-]+):.*## (.+)$", Pattern.MULTILINE);
    private static final Path MODULES = Path.of("src/main/java/io/webim");
    private static final Pattern MODULE_ROW =
            Pattern.compile("^\\|[ \\d]*\\| `([a-z0-9.]+)` \\|[^|]*\\|([^|]*)\\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final Pattern FLOOR_ROW =
            Pattern.compile("^\\| *(\\d*) *\\| `([a-z0-9.]+)` \\|[^|]*\\|[^|]*\\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?io\\.webim\\.([a-z0-9.]+)\\.[A-Z]", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([\\w.]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void readmeListsEverySettingWithKeyAndDefault() throws IOException {
        var rows = SETTING_ROW
                .matcher(read("README.md"))
                .results()
                .map(row -> List.of(row.group(1), row.group(2), row.group(3)))
                .toList();
        var settings = Arrays.stream(Setting.values())
                .map(setting -> List.of(
                        setting.variable(),
                        setting.key(),
                        setting.standard() == null ? "–" : "`" + setting.standard() + "`"))
                .toList();
        assertThat(rows).containsExactlyElementsOf(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md", ".ci/run"})
    void commandsOfTheDocumentsAreTargets(String document) throws IOException {
        var asked = MAKE.matcher(read(document))
                .results()
                .map(match -> match.group(1))
                .filter(target -> target != null)
                .toList();
        assertThat(targets().keySet()).containsAll(asked);
        if (!document.startsWith(".")) {
            assertThat(asked).contains("run", "test");
        }
    }

    @Test
    void makeAloneHasALineOfHelpForEachTarget() throws Exception {
        var builder = new ProcessBuilder("make").redirectErrorStream(true);
        // A make that runs these tests would have this one tell of its directories.
        builder.environment().keySet().removeAll(Set.of("MAKEFLAGS", "MFLAGS", "MAKELEVEL"));
        var make = builder.start();
        var lines = make.inputReader().lines().toList();
        assertThat(make.waitFor()).isZero();
        var targets = targets();
        assertThat(lines).hasSameSizeAs(targets.keySet());
        targets.forEach((target, help) -> assertThat(lines)
                .as(target)
                .anyMatch(line -> line.startsWith("make " + target + " ") && line.endsWith(help)));
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        try (var files = Stream.concat(Files.list(Path.of(".")), Files.walk(Path.of("docs")))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".md")).toList()) {
                var links = LINK.matcher(Files.readString(file)).results().map(link -> link.group(1));
                assertThat(links)
                        .as(file.toString())
                        .allSatisfy(link -> assertThat(file.resolveSibling(link).normalize())
                                .exists());
            }
        }
    }

    /** But for the root, which wires them, and what chat has of its own parts. */
    @Test
    void everyModuleIsInTheArchitectureWithWhatItStandsOn() throws IOException {
        var rows = MODULE_ROW
                .matcher(read("docs/architecture.md"))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> names(row.group(3))));
        assertThat(rows).hasSizeGreaterThan(30).isEqualTo(imports());
    }

    /** But for what chat is made of, and the two that stand on files. */
    @Test
    void whatAModuleStandsOnIsOnAFloorBelow() throws IOException {
        var floors = new TreeMap<String, Integer>();
        var standsOn = new TreeMap<String, Set<String>>();
        int floor = 0;
        for (var row : FLOOR_ROW.matcher(read("docs/architecture.md")).results().toList()) {
            floor = row.group(1).isEmpty() ? floor : Integer.parseInt(row.group(1));
            floors.put(row.group(2), floor);
            standsOn.put(row.group(2), names(row.group(3)));
        }
        standsOn.get("files.inside").remove("files");
        standsOn.get("files.s3").remove("files");
        assertThat(floors).hasSizeGreaterThan(30);
        standsOn.forEach((module, below) -> assertThat(below)
                .as(module)
                .filteredOn(other -> !(module.startsWith("chat") && other.startsWith("chat.")))
                .allSatisfy(other -> assertThat(floors.get(other)).as(other).isLessThan(floors.get(module))));
    }

    @Test
    void whereReadingBeginsIsThere() throws IOException {
        var classes = MODULE_ROW
                .matcher(read("docs/architecture.md"))
                .results()
                .flatMap(row -> names(row.group(2)).stream())
                .toList();
        assertThat(classes).hasSizeGreaterThan(30).isSubsetOf(classes());
    }

    private static Set<String> names(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** By module, what its classes import of others. */
    private static Map<String, Set<String>> imports() throws IOException {
        var imports = new TreeMap<String, Set<String>>();
        for (var file : sources()) {
            var module = MODULES.relativize(file.getParent()).toString().replace('/', '.');
            if (!module.isEmpty()) {
                var known = imports.computeIfAbsent(module, name -> new TreeSet<>());
                IMPORT.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .filter(name -> !name.equals(module))
                        .filter(name -> !name.startsWith(module + "."))
                        .forEach(known::add);
            }
        }
        return imports;
    }

    private static Set<String> classes() throws IOException {
        return sources().stream()
                .map(path -> path.getFileName().toString())
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .collect(Collectors.toSet());
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(MODULES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Map<String, String> targets() throws IOException {
        return TARGET.matcher(read("Makefile"))
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> match.group(2)));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file));
    }
}
