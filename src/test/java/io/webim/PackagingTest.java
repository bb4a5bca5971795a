package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.config.DatabaseUrl;
import io.webim.config.EngineUrl;
import io.webim.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files for containers, as far as they can be held to without an engine that runs them. */
class PackagingTest {
    private static final Pattern VARIABLE = Pattern.compile("\\bWEBIM_[A-Z_]+");

    @Test
    void composeRunsWebimOnMysqlWithHealthChecksAndVolumes() throws IOException {
        var compose = compose();
        var webim = map(map(compose, "services"), "webim");
        var database = map(map(compose, "services"), "database");
        assertThat(database).containsEntry("image", "mysql:8.4").containsKeys("healthcheck", "volumes");
        assertThat(map(map(webim, "depends_on"), "database")).containsEntry("condition", "service_healthy");
        for (var service : List.of(webim, database)) {
            var volume =
                    String.valueOf(((List<?>) service.get("volumes")).get(0)).split(":")[0];
            assertThat(map(compose, "volumes")).containsKey(volume);
        }
    }

    @Test
    void composeTakesItsSecretsFromTheEnvironment() throws IOException {
        var compose = compose();
        for (var service : List.of("webim", "database")) {
            map(map(map(compose, "services"), service), "environment").forEach((name, value) -> {
                if (name.matches(".*(SECRET|_PASSWORD|URL)") && !value.equals("yes")) {
                    assertThat(value).as(name).asString().contains("${WEBIM_");
                }
            });
        }
        var url = String.valueOf(
                map(map(map(compose, "services"), "webim"), "environment").get("WEBIM_DATABASE_URL"));
        var parsed = DatabaseUrl.parse(url.replaceAll("\\$\\{.*?}", "filled"));
        var database = map(map(map(compose, "services"), "database"), "environment");
        assertThat(parsed.host()).isEqualTo("database");
        assertThat(parsed.user()).isEqualTo(database.get("MYSQL_USER"));
        assertThat(parsed.database()).isEqualTo(database.get("MYSQL_DATABASE"));
    }

    @Test
    void exampleEnvironmentNamesWhatComposeAsksFor() throws IOException {
        var example = Files.readString(Path.of(".env.example"));
        var asked = Pattern.compile("\\$\\{(WEBIM_[A-Z_]+)").matcher(Files.readString(Path.of("docker-compose.yml")));
        assertThat(asked.results().map(found -> found.group(1)).distinct())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(example).contains("\n" + name + "="));
    }

    @Test
    void clusterHasThreeNodesThatShareAllTheirSecretsBehindAProxy() throws IOException {
        var text = Files.readString(Path.of("docker-compose.cluster.yml"));
        Map<String, Object> services = map(new Yaml().load(text), "services");
        var asked = List.of("WEBIM_JWT_SECRET", "WEBIM_SERVER_SECRET", "WEBIM_VAPID_KEYS", "WEBIM_DATABASE_URL");
        var proxied = Files.readString(Path.of("conf/cluster.Caddyfile"));
        for (var name : List.of("one", "two", "three")) {
            var environment = map(map(services, name), "environment");
            assertThat(environment).containsEntry("WEBIM_NODE", name);
            asked.forEach(
                    variable -> assertThat(environment.get(variable)).asString().contains("${WEBIM_"));
            var engine = EngineUrl.parse(
                    String.valueOf(environment.get("WEBIM_CLUSTER")).replaceAll("\\$\\{.*?}", "filled"));
            assertThat(engine.hosts()).containsExactly("engine:6379");
            assertThat(services).containsKeys("engine", "database", "proxy");
            assertThat(proxied).contains(name + ":8080");
        }
        var example = Files.readString(Path.of(".env.example"));
        assertThat(Pattern.compile("\\$\\{(WEBIM_[A-Z_]+)")
                        .matcher(text)
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(example).contains("\n" + name + "="));
        // What the engine's account may do there is what the documents say.
        var rights = Files.readAllLines(Path.of("docs/operations.md")).stream()
                .filter(line -> line.strip().startsWith("user webim on"))
                .findFirst()
                .orElseThrow();
        var command = String.valueOf(map(services, "engine").get("command"));
        for (var right : rights.split("resetchannels")[1].strip().split(" ")) {
            assertThat(command).contains(right);
        }
    }

    @Test
    void imageIsBuiltFromWhatIsHereAndRunsWithoutRoot() throws IOException {
        var lines = Files.readAllLines(Path.of("Dockerfile"));
        var ignored = Files.readString(Path.of(".dockerignore"));
        assertThat(lines).filteredOn(line -> line.startsWith("FROM ")).hasSize(2);
        assertThat(lines).filteredOn(line -> line.startsWith("USER ")).containsExactly("USER webim");
        assertThat(lines).filteredOn(line -> line.startsWith("HEALTHCHECK ")).hasSize(1);
        assertThat(lines).anyMatch(line -> line.contains("/api/health/ready"));
        assertThat(lines)
                .filteredOn(line -> line.startsWith("COPY ") && !line.contains("--from"))
                .isNotEmpty()
                .allSatisfy(line -> {
                    var source = line.split(" ")[1];
                    assertThat(Path.of(source)).exists();
                    assertThat(ignored).contains("!" + source);
                });
        assertThat(lines.indexOf("USER webim"))
                .isLessThan(lines.size() - 1)
                .isGreaterThan(lines.lastIndexOf("FROM eclipse-temurin:17-jre-jammy"));
    }

    /** One of another name, another jar or another JDK would be passed over without a word. */
    @Test
    void imageStartsWithTheArchiveThatItMade() throws IOException {
        var image = Files.readString(Path.of("Dockerfile"));
        assertThat(image)
                .contains(
                        "FROM maven:3.9-eclipse-temurin-17 AS build",
                        "FROM eclipse-temurin:17-jre-jammy",
                        "WORKDIR /opt/webim\nRUN java -Xshare:dump ",
                        "-XX:SharedArchiveFile=webim.jsa -cp webim.jar ",
                        "\"-XX:SharedArchiveFile=webim.jsa\", \"-jar\", \"webim.jar\"]");
        assertThat(image.indexOf("-Xshare:dump")).isLessThan(image.indexOf("USER webim"));
    }

    @Test
    void everyVariableInThemExists() throws IOException {
        for (var file : List.of("Dockerfile", "docker-compose.yml", "docker-compose.cluster.yml", ".env.example")) {
            var variables = VARIABLE.matcher(Files.readString(Path.of(file)))
                    .results()
                    .map(found -> found.group())
                    .filter(name -> !name.matches("WEBIM_(DATABASE|CLUSTER)_PASSWORD"));
            assertThat(variables)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(Setting.ofVariable(name))
                            .as(name + " in " + file)
                            .isPresent());
        }
    }

    private static Map<String, Object> compose() throws IOException {
        return new Yaml().load(Files.readString(Path.of("docker-compose.yml")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String key) {
        assertThat(in).containsKey(key);
        return (Map<String, Object>) in.get(key);
    }
}
