package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    static final OpenApi DOCUMENT = OpenApi.DOCUMENT;

    @Test
    void theDocumentDescribesEveryRouteAndNoOther() {
        var routes = new TreeSet<String>();
        routes.add("GET /api/health/live");
        routes.add("GET /api/openapi.json");
        routes.add("GET /api/asyncapi.json");
        routes.addAll(List.of(
                "OPTIONS /api/files",
                "POST /api/files",
                "GET /api/files/archive",
                "DELETE /api/files/{fileId}",
                "GET /api/files/{fileId}",
                "HEAD /api/files/{fileId}",
                "OPTIONS /api/files/{fileId}",
                "PATCH /api/files/{fileId}",
                "POST /api/files/{fileId}",
                "GET /api/files/{fileId}/preview",
                "HEAD /api/files/{fileId}/preview"));
        Endpoints.all()
                .forEach(endpoint -> routes.add(
                        endpoint.method().name() + " " + endpoint.path().replaceAll(":(\\w+)", "{$1}")));

        assertThat(described()).containsExactlyElementsOf(routes);
    }

    @Test
    void bodiesAndTokensAreDescribedAsTheyAreTaken() {
        Endpoints.all().forEach(endpoint -> {
            var operation = DOCUMENT.paths()
                    .getJsonObject(endpoint.path().replaceAll(":(\\w+)", "{$1}"))
                    .getJsonObject(endpoint.method().name().toLowerCase(java.util.Locale.ROOT));
            var id = operation.getString("operationId");
            assertThat(operation.containsKey("requestBody"))
                    .as(id + " takes a body")
                    .isEqualTo(endpoint.takesBody());
            assertThat(operation.containsKey("security"))
                    .as(id + " needs no token")
                    .isEqualTo(endpoint.isOpen());
        });
    }

    @Test
    void whatIsOpenToBotsNamesItsScope() {
        Endpoints.all().forEach(endpoint -> {
            var operation = DOCUMENT.paths()
                    .getJsonObject(endpoint.path().replaceAll(":(\\w+)", "{$1}"))
                    .getJsonObject(endpoint.method().name().toLowerCase(java.util.Locale.ROOT));
            var scope = endpoint.address().scope();
            assertThat(operation.getString("x-bot-scope"))
                    .as(operation.getString("operationId"))
                    .isEqualTo(endpoint.isOpen() || scope == null ? null : scope.text());
        });
    }

    @Test
    void everyReferenceLeadsSomewhereAndNothingIsDescribedInVain() {
        var text = DOCUMENT.json().encode();
        var references = new TreeSet<String>();
        Pattern.compile("\"#/components/(\\w+/\\w+)\"")
                .matcher(text)
                .results()
                .forEach(found -> references.add(found.group(1)));
        var components = new TreeSet<String>();
        DOCUMENT.json().getJsonObject("components").forEach(kind -> {
            if (!kind.getKey().equals("securitySchemes")) {
                ((JsonObject) kind.getValue()).fieldNames().forEach(name -> components.add(kind.getKey() + "/" + name));
            }
        });

        assertThat(references).containsExactlyElementsOf(components);
    }

    @Test
    void everyOperationSaysWhatCanGoWrong() {
        DOCUMENT.paths()
                .forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
                    var operation = (JsonObject) method.getValue();
                    var responses = operation.getJsonObject("responses").fieldNames();
                    assertThat(responses)
                            .as(operation.getString("operationId"))
                            .contains("default")
                            .hasSizeGreaterThan(1);
                    if (operation.containsKey("requestBody")) {
                        assertThat(responses).contains("400", "413", "415", "422");
                    }
                    if (!operation
                            .getJsonArray("security", new JsonArray().add("token"))
                            .isEmpty()) {
                        assertThat(responses).contains("401");
                    }
                }));
    }

    private static TreeSet<String> described() {
        var described = new TreeSet<String>();
        DOCUMENT.paths()
                .forEach(path -> ((JsonObject) path.getValue())
                        .fieldNames()
                        .forEach(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return described;
    }
}
