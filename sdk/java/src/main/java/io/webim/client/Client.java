package io.webim.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * webim over REST, for one account; good for any number of threads. What it does blocks; who interrupts it gets a {@link
 * java.util.concurrent.CancellationException}.
 */
public final class Client {
    static final String FEED = "/api/feed";

    private static final Set<String> ONCE = Set.of("POST", "PATCH");
    /** An answer that is refused so will be refused for ever. */
    private static final Set<String> MOOT =
            Set.of("conversation_not_found", "peer_blocked", "not_permitted", "client_id_reused");

    private static final String KEY = "Idempotency-Key";

    /** The token goes where it was meant to, and nowhere else: it follows no redirect. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String origin;
    private final Supplier<String> token;
    private final Duration retryFor;
    private final Duration timeout;

    /**
     * @param url where the server is, such as {@code https://chat.example.org}
     * @param token a bot's
     */
    public Client(String url, String token) {
        this(url, () -> token, Duration.ofMinutes(1), Duration.ofSeconds(30));
    }

    /**
     * @param token gives a bot's token, or a person's access token, which lives ten minutes, whenever one is needed
     * @param retryFor how long what may be done twice is tried again
     * @param timeout how long a connection may give no sign of the server; a stream gives one every 12 seconds
     */
    public Client(String url, Supplier<String> token, Duration retryFor, Duration timeout) {
        this.origin = url.replaceAll("/+$", "");
        this.token = token;
        this.retryFor = retryFor;
        this.timeout = timeout;
    }

    /** Whose token it is. */
    public User me() {
        return Json.read(request("GET", "/api/users/me", null, Map.of()), User.class);
    }

    /** Sends a message, again until it is answered: it is there once, whatever broke off in between. */
    public Message send(Outgoing message) {
        var answer = request("POST", "/api/messages", message, Map.of(KEY, message.key()));
        return Json.read(answer.path("message"), Message.class);
    }

    /**
     * Says something where an event's message was said: once, however often that event comes. Empty where nobody takes it
     * any more, as the conversation is gone or the bot is blocked, or where it was answered with another text before.
     *
     * @throws java.util.NoSuchElementException where there is no message in the event
     */
    public Optional<Message> answer(Event event, String text) {
        long conversationId = event.message().orElseThrow().conversationId();
        try {
            return Optional.of(send(Outgoing.in(conversationId).text(text).key(event.id())));
        } catch (WebimException refused) {
            if (MOOT.contains(refused.code())) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Marks a conversation as read up to a message. */
    public void read(long conversationId, long seq) {
        request("PUT", "/api/conversations/" + conversationId + "/read", Map.of("seq", seq), Map.of());
    }

    /** What happens to the account, from where it was left. */
    public Feed feed() {
        return feed(FeedOptions.feed());
    }

    /** What happens to the account. */
    public Feed feed(FeedOptions options) {
        return new Feed(this, options);
    }

    /**
     * One page of the feed, as the server gives it.
     *
     * @param waitSeconds to wait where there is nothing, at most 25
     */
    public Page page(FeedOptions options, int waitSeconds) {
        var query = query(options);
        query.put("wait", waitSeconds);
        var told = once("GET", FEED + queryText(query), null, Map.of(), timeout.plusSeconds(waitSeconds));
        var events = StreamSupport.stream(told.path("events").spliterator(), false)
                .map(event -> Event.of(event.path("id").asText(), event))
                .toList();
        return new Page(events, told.path("next").asText(), told.path("more").asBoolean());
    }

    /**
     * All up to and with this event is done.
     *
     * @param consumer null for none
     */
    public void acknowledge(String after, String consumer) {
        request("PUT", FEED + "/cursor", cursor(after, consumer), Map.of());
    }

    /**
     * Any other operation of {@code GET /api/openapi.json}. Again until it is answered, unless it must not be done twice: a
     * POST or PATCH without the header {@code Idempotency-Key}.
     *
     * @param body written as JSON; null for none
     * @return a missing node where the answer is empty
     */
    public JsonNode request(String method, String path, Object body, Map<String, String> headers) {
        boolean repeats = !ONCE.contains(method) || headers.containsKey(KEY);
        long end = System.nanoTime() + retryFor.toNanos();
        var backoff = new Backoff();
        while (true) {
            try {
                return once(method, path, body, headers, timeout);
            } catch (WebimException refused) {
                var pause = backoff.next(refused);
                if (!refused.isTemporary() || !repeats || System.nanoTime() + pause.toNanos() > end) {
                    throw refused;
                }
                Backoff.pause(pause);
            }
        }
    }

    /** What was handled. */
    void handled(String after, String consumer) {
        once("PUT", FEED + "/cursor", cursor(after, consumer), Map.of(), timeout);
    }

    Stream stream(FeedOptions options) {
        var request = builder(FEED + queryText(query(options)))
                .header("Accept", "text/event-stream")
                .build();
        return Stream.open(http, request, timeout);
    }

    private JsonNode once(String method, String path, Object body, Map<String, String> headers, Duration patience) {
        var request = builder(path);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofString(Json.write(body)))
                    .header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        var answer = await(http.sendAsync(request.build(), BodyHandlers.ofString()), patience);
        if (answer.statusCode() / 100 != 2) {
            throw refusal(answer, answer.body());
        }
        return Json.parse(answer.body());
    }

    static WebimException refusal(HttpResponse<?> answer, String body) {
        var retryAfter = answer.headers().firstValue("Retry-After").orElse("");
        return WebimException.refusal(answer.statusCode(), retryAfter, body);
    }

    private HttpRequest.Builder builder(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path)).header("Authorization", "Bearer " + token.get());
    }

    /** The body is waited for, too. */
    private static <T> T await(CompletableFuture<T> answer, Duration patience) {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw Backoff.interrupted();
        } catch (ExecutionException e) {
            throw WebimException.unreachable(e.getCause());
        } catch (TimeoutException e) {
            throw WebimException.unreachable(new IOException("no answer within " + patience));
        } finally {
            answer.cancel(true);
        }
    }

    private static Map<String, Object> query(FeedOptions options) {
        var query = new LinkedHashMap<String, Object>();
        query.put("consumer", options.consumer());
        query.put("after", options.after());
        query.put("limit", options.limit());
        query.values().removeIf(Objects::isNull);
        return query;
    }

    private static String queryText(Map<String, Object> query) {
        return query.entrySet().stream()
                .map(one ->
                        one.getKey() + "=" + URLEncoder.encode(one.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static Map<String, String> cursor(String after, String consumer) {
        return consumer == null ? Map.of("after", after) : Map.of("after", after, "consumer", consumer);
    }
}
