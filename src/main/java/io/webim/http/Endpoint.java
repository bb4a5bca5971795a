package io.webim.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import io.webim.limits.Admission;
import io.webim.limits.Limit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One REST call: what of the request goes to which address of the bus, and how the reply comes back. */
final class Endpoint {
    /** Ids and seqs in a path; whatever else stands there names nothing. */
    private static final String ID = "[1-9][0-9]{0,15}";

    private static final String SEGMENT = "[^/]+";

    /** Of a body that no access token stands for, or that has nothing to say. */
    private static final int SMALL_BODY = 8 << 10;

    private static final int LARGE_BODY = 256 << 10;
    /** A push of many commits is long. */
    static final int HOOK_BODY = 1 << 20;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern PATH_ID = Pattern.compile(":(\\w+)");

    private final HttpMethod method;
    private final String path;
    private final Address address;
    private final List<String> pathIds;
    private final List<BiConsumer<RoutingContext, JsonObject>> asks = new ArrayList<>();
    private final List<BiConsumer<RoutingContext, JsonObject>> answers = new ArrayList<>();
    private List<String> bodyFields = List.of();
    private boolean formToo;
    private List<String> numbersOfForm = List.of();
    private boolean bodyAsItIs;
    private @Nullable Address gate;
    private @Nullable FileBody file;
    private boolean open;
    private int status = 200;
    private boolean createdOnce;
    private boolean acceptedWhilePending;
    private boolean alsoHead;
    private @Nullable String bareField;
    private String otherParameter = "";
    private @Nullable Address otherAddress;
    private @Nullable Answer wholeAnswer;
    private BiConsumer<Bus, JsonObject> undo = (bus, reply) -> {};

    private Endpoint(HttpMethod method, String path, Address address) {
        this.method = method;
        this.path = path.startsWith("/hooks/") ? path : "/api" + path;
        this.address = address;
        this.pathIds = new ArrayList<>(
                PATH_ID.matcher(path).results().map(id -> id.group(1)).toList());
    }

    static Endpoint get(String path, Address address) {
        return new Endpoint(HttpMethod.GET, path, address);
    }

    static Endpoint post(String path, Address address) {
        return new Endpoint(HttpMethod.POST, path, address);
    }

    static Endpoint put(String path, Address address) {
        return new Endpoint(HttpMethod.PUT, path, address);
    }

    static Endpoint patch(String path, Address address) {
        return new Endpoint(HttpMethod.PATCH, path, address);
    }

    static Endpoint delete(String path, Address address) {
        return new Endpoint(HttpMethod.DELETE, path, address);
    }

    /** Takes one that is no id as it stands in the path. */
    Endpoint textInPath(String name) {
        pathIds.remove(name);
        return asks((context, request) -> request.put(name, context.pathParam(name)));
    }

    /** Needs no access token. */
    Endpoint open() {
        open = true;
        return this;
    }

    /** Answers HEAD too, for those who only look whether it answers. */
    Endpoint alsoHead() {
        alsoHead = true;
        return this;
    }

    /** Takes a JSON object, and of it these fields. */
    Endpoint body(String... fields) {
        bodyFields = List.of(fields);
        return this;
    }

    /**
     * Takes a form too, whose fields are text but for these; it needs a token as all else does, which no page of another
     * site has.
     */
    Endpoint orForm(String... numbers) {
        formToo = true;
        numbersOfForm = List.of(numbers);
        return this;
    }

    /** Takes any JSON object, or a form with one in {@code payload}, which goes to the bus as {@code field}. */
    Endpoint anyBody(String field) {
        bodyFields = List.of(field);
        formToo = true;
        bodyAsItIs = true;
        return this;
    }

    /** Needs no token, but a key in its path, which this address looks at before anything of the body is read. */
    Endpoint behind(Address gate) {
        this.gate = gate;
        return open();
    }

    /** Takes a file, which goes to the bus as {@code field}; how many a user may send is looked at before it is read. */
    Endpoint file(String field, int mostBytes, Limit limit, String... types) {
        file = new FileBody(field, mostBytes, limit, List.of(types));
        return this;
    }

    /** Answers with this field of the reply, a file in base64; its address never names another. */
    Endpoint bareFile(String field, String type) {
        return answers((context, reply) -> FileBody.send(context, reply.getString(field), type));
    }

    /** Takes query parameters as text. */
    Endpoint text(String... names) {
        return asks((context, request) -> Arrays.stream(names)
                .filter(name -> context.queryParams().contains(name))
                .forEach(name -> request.put(name, context.queryParams().get(name))));
    }

    /** Takes query parameters that are whole numbers. */
    Endpoint numbers(String... names) {
        return asks((context, request) -> Arrays.stream(names)
                .filter(name -> context.queryParams().contains(name))
                .forEach(name ->
                        request.put(name, number(name, context.queryParams().get(name)))));
    }

    /** Takes query parameters that are {@code true} or {@code false}. */
    Endpoint flags(String... names) {
        return asks((context, request) -> Arrays.stream(names)
                .filter(name -> context.queryParams().contains(name))
                .forEach(name ->
                        request.put(name, flag(name, context.queryParams().get(name)))));
    }

    /** Asks another address instead where there is such a query parameter. */
    Endpoint orWith(String parameter, Address other, BiConsumer<RoutingContext, JsonObject> ask) {
        otherParameter = parameter;
        otherAddress = other;
        return asks((context, request) -> {
            if (context.queryParams().contains(parameter)) {
                ask.accept(context, request);
            }
        });
    }

    /** Puts something else into the request. */
    Endpoint asks(BiConsumer<RoutingContext, JsonObject> ask) {
        asks.add(ask);
        return this;
    }

    /** Does something else with the reply. */
    Endpoint answers(BiConsumer<RoutingContext, JsonObject> answer) {
        answers.add(answer);
        return this;
    }

    /** What was done is undone where the client is gone by the time of its answer. */
    Endpoint undoneBy(Address undo, Function<JsonObject, Caller> inWhoseName) {
        this.undo = (bus, reply) -> bus.call(undo, inWhoseName.apply(reply), new JsonObject());
        return this;
    }

    /** Writes the whole answer itself, asking others for more. */
    interface Answer {
        void write(Bus bus, Admission admission, RoutingContext context, JsonObject reply);
    }

    Endpoint answeredBy(Answer answer) {
        wholeAnswer = answer;
        return this;
    }

    Endpoint created() {
        status = 201;
        return this;
    }

    Endpoint noContent() {
        status = 204;
        return this;
    }

    /** 201 when {@code created} in the reply says so, else 200: a retry finds what the first try made. */
    Endpoint createdOnce() {
        createdOnce = true;
        return this;
    }

    /** 202 when {@code pending} in the reply says so: somebody else has to agree. */
    Endpoint acceptedWhilePending() {
        acceptedWhilePending = true;
        return this;
    }

    /** Answers with this field of the reply alone. */
    Endpoint bare(String field) {
        bareField = field;
        return this;
    }

    HttpMethod method() {
        return method;
    }

    /** With HEAD, where it is answered. */
    List<HttpMethod> methods() {
        return alsoHead ? List.of(method, HttpMethod.HEAD) : List.of(method);
    }

    String path() {
        return path;
    }

    /** What the paths of its requests match, with a group for each name in it. */
    String pathPattern() {
        return PATH_ID.matcher(path)
                .replaceAll(found ->
                        "(?<" + found.group(1) + ">" + (pathIds.contains(found.group(1)) ? ID : SEGMENT) + ")");
    }

    Address address() {
        return address;
    }

    /** The one that this request is for. */
    Address address(RoutingContext context) {
        return otherAddress != null && context.queryParams().contains(otherParameter) ? otherAddress : address;
    }

    boolean isOpen() {
        return open;
    }

    List<String> bodyFields() {
        return bodyFields;
    }

    boolean takesBody() {
        return takesJson() || file != null;
    }

    boolean takesJson() {
        return !bodyFields.isEmpty();
    }

    boolean takesForm() {
        return formToo;
    }

    @Nullable
    Address gate() {
        return gate;
    }

    /** The fields of a form as JSON would have them. */
    JsonObject fromForm(MultiMap form) {
        if (bodyAsItIs) {
            var body = new JsonObject();
            form.forEach(body::put);
            return body;
        }
        var body = new JsonObject();
        bodyFields.stream().filter(form::contains).forEach(name -> {
            var text = form.get(name);
            body.put(name, numbersOfForm.contains(name) ? number(name, text) : text);
        });
        return body;
    }

    /** How many bytes of a body are read. */
    int mostBodyBytes() {
        if (file != null) {
            return file.mostBytes();
        }
        if (gate != null) {
            return HOOK_BODY;
        }
        return takesJson() && !open ? LARGE_BODY : SMALL_BODY;
    }

    Optional<FileBody> file() {
        return Optional.ofNullable(file);
    }

    /** The request for the bus. */
    JsonObject request(RoutingContext context, JsonObject body) {
        var request = new JsonObject();
        if (bodyAsItIs) {
            request.put(bodyFields.get(0), body);
        } else {
            putFields(body, request);
        }
        pathIds.forEach(name -> request.put(name, Long.valueOf(context.pathParam(name))));
        if (file != null) {
            file.put(context, request);
        }
        asks.forEach(ask -> ask.accept(context, request));
        return request;
    }

    private void putFields(JsonObject body, JsonObject request) {
        bodyFields.stream().filter(body::containsKey).forEach(name -> request.put(name, body.getValue(name)));
    }

    void answer(Bus bus, Admission admission, RoutingContext context, JsonObject reply) {
        if (wholeAnswer != null) {
            wholeAnswer.write(bus, admission, context, reply);
            return;
        }
        answers.forEach(answer -> answer.accept(context, reply));
        if (context.response().ended()) {
            return;
        }
        if (status == 204) {
            context.response().setStatusCode(204).end();
        } else {
            Api.json(context, statusOf(reply), bareField == null ? reply : reply.getJsonObject(bareField))
                    .onFailure(gone -> undo.accept(bus, reply));
        }
    }

    private int statusOf(JsonObject reply) {
        if (acceptedWhilePending && reply.getBoolean("pending", false)) {
            return 202;
        }
        return createdOnce && reply.getBoolean("created", false) ? 201 : status;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }

    private static long number(String name, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw Failure.invalid(name, "must be a whole number");
        }
        return Long.parseLong(text);
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.invalid(name, "must be true or false");
        };
    }
}
