package io.webim.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.LocalMap;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.Failure;
import io.webim.contract.Fields;
import io.webim.contract.Reply;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls and serves operations over the event bus: JSON objects both ways, the caller in the headers, and every refusal
 * as a {@link Failure} with its HTTP status.
 */
public final class Bus {
    /** A caller hears within five seconds, whatever hangs. */
    private static final long SERVICE_MILLIS = 4_300;

    /** For a module that is gone altogether; longer, so that the module's own answer, and its reason, come first. */
    private static final long TIMEOUT_MILLIS = 4_900;

    private static final Logger log = LoggerFactory.getLogger(Bus.class);
    private static final SparseLog outages = new SparseLog(log);
    private static final SparseLog overloads = new SparseLog(log);
    private static final Map<Address, SparseLog> faults = Arrays.stream(Address.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), address -> new SparseLog(log)));
    private static final SparseLog unreachable = new SparseLog(log);
    private static final String USER = "user";
    private static final String SESSION = "session";
    private static final String OWNER = "owner";
    private static final String AGAIN = "again";

    private final Vertx vertx;
    private final LocalMap<String, Served> operations;
    private final Patience services;
    private final Patience modules;

    public Bus(Vertx vertx) {
        this.vertx = vertx;
        this.operations = vertx.sharedData().getLocalMap(Bus.class.getName());
        this.services = new Patience(vertx, SERVICE_MILLIS);
        this.modules = new Patience(vertx, TIMEOUT_MILLIS);
    }

    /**
     * Serves an operation.
     *
     * @param read turns the body into a request; what it refuses is answered 422 with the fields
     * @param handler decides; a {@link Failure} goes to the caller as it is, anything else is logged and answered 500
     */
    public <Q> void serve(
            Address address,
            Function<Fields, Q> read,
            BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler) {
        serve(address, read, handler, nothingToUndo -> {});
    }

    /**
     * The same for what must not be done where nobody hears of it.
     *
     * @param unheard undoes what an answer tells of that came too late
     */
    public <Q> void serve(
            Address address,
            Function<Fields, Q> read,
            BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler,
            Consumer<JsonObject> unheard) {
        Served.Operation operation = (caller, body) -> answer(address, caller, body, read, handler, unheard);
        var consumer = vertx.eventBus().<JsonObject>localConsumer(address.text(), message -> reply(message, operation));
        operations.put(address.text(), new Served(vertx.getOrCreateContext(), consumer, operation, unheard));
    }

    /**
     * Calls an operation; fails with a {@link Failure} and nothing else. What is served in this process is handed over as
     * it is: the bus would copy body and answer, and set up a consumer and a timer for each call. So neither side keeps
     * what it has given away.
     */
    public Future<JsonObject> call(Address address, Caller caller, JsonObject body) {
        var served = operations.get(address.text());
        var context = (ContextInternal) Vertx.currentContext();
        return served != null && context != null && served.isUp()
                ? handOver(served, context, caller, body)
                : request(address.text(), caller, body);
    }

    /** Calls an operation without waiting for its answer; its module logs what goes wrong. */
    public void tell(Address address, JsonObject body) {
        vertx.eventBus().send(address.text(), body, options(Caller.NOBODY));
    }

    /** Tells every listener; there may be none. */
    public void publish(Address address, JsonObject body) {
        vertx.eventBus().publish(address.text(), body, new DeliveryOptions().setLocalOnly(true));
    }

    /** Tells every listener here what another node has told those there. */
    public void publishAgain(Address address, JsonObject body) {
        vertx.eventBus()
                .publish(
                        address.text(),
                        body,
                        new DeliveryOptions().setLocalOnly(true).addHeader(AGAIN, "true"));
    }

    /** Told what this node publishes, and nothing of what is published {@link #publishAgain again}. */
    public void onPublished(Address address, Consumer<JsonObject> listener) {
        vertx.eventBus().<JsonObject>localConsumer(address.text(), message -> {
            if (!message.headers().contains(AGAIN)) {
                listener.accept(message.body());
            }
        });
    }

    public void listen(Address address, Consumer<JsonObject> listener) {
        vertx.eventBus().<JsonObject>localConsumer(address.text(), message -> listener.accept(message.body()));
    }

    private Future<JsonObject> handOver(Served served, ContextInternal context, Caller caller, JsonObject body) {
        // Everything listens before the module hears of it: an answer that is there already would overtake earlier
        // ones,
        // which wait for their turn on the caller's context.
        var answered = context.<JsonObject>promise();
        var answer = context.<JsonObject>promise();
        modules.limit(answered.future(), answer, served::unheard);
        var heard = answer.future()
                .recover(error -> Future.failedFuture(error instanceof Failure known ? known : noAnswer()));
        served.call(caller, body, answered);
        return heard;
    }

    private Future<JsonObject> request(String address, Caller caller, JsonObject body) {
        return vertx.eventBus()
                .<JsonObject>request(address, body, options(caller))
                .map(Message::body)
                .recover(error -> Future.failedFuture(toFailure(address, error)));
    }

    private static void reply(Message<JsonObject> message, Served.Operation operation) {
        operation
                .answer(caller(message), message.body())
                .onSuccess(message::reply)
                .onFailure(error -> {
                    var failure = (Failure) error;
                    message.fail(failure.status(), failure.toJson().encode());
                });
    }

    private <Q> Future<JsonObject> answer(
            Address address,
            Caller caller,
            JsonObject body,
            Function<Fields, Q> read,
            BiFunction<Caller, Q, ? extends Future<? extends Reply>> handler,
            Consumer<JsonObject> unheard) {
        var answer = Promise.<JsonObject>promise();
        try {
            var fields = new Fields(body);
            var request = read.apply(fields);
            fields.verify();
            services.limit(handler.apply(caller, request).map(Reply::toJson), answer, unheard);
        } catch (RuntimeException error) {
            answer.fail(error);
        }
        return answer.future()
                .recover(error -> error instanceof TimeoutException late
                        ? Lateness.explain(vertx, late).compose(why -> Future.failedFuture(failure(address, why)))
                        : Future.failedFuture(failure(address, error)));
    }

    private static Failure failure(Address address, Throwable error) {
        if (error instanceof Failure known) {
            return known;
        }
        if (error instanceof DatabaseTrouble trouble && trouble.passes()) {
            note(address, trouble);
            return Outage.failure(trouble);
        }
        if (error instanceof TimeoutException) {
            return noAnswer();
        }
        Objects.requireNonNull(faults.get(address)).error("{} failed", address.text(), error);
        return Failure.internal();
    }

    private static void note(Address address, DatabaseTrouble trouble) {
        if (trouble.kind() == DatabaseTrouble.Kind.OVERLOADED) {
            overloads.warn(
                    "{} and others are refused, too much is asked of the database, which answers", address.text());
        } else {
            outages.warn("{} and others are refused, the database is away: {}", address.text(), trouble.toString());
        }
    }

    private static DeliveryOptions options(Caller caller) {
        return new DeliveryOptions()
                .setLocalOnly(true)
                .setSendTimeout(TIMEOUT_MILLIS)
                .addHeader(USER, Long.toString(caller.userId()))
                .addHeader(SESSION, Long.toString(caller.sessionId()))
                .addHeader(OWNER, Long.toString(caller.ownerId()));
    }

    private static Caller caller(Message<?> message) {
        return new Caller(
                number(message.headers().get(USER)),
                number(message.headers().get(SESSION)),
                number(message.headers().get(OWNER)));
    }

    private static long number(@Nullable String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    private static Failure toFailure(String address, Throwable error) {
        if (!(error instanceof ReplyException reply)) {
            unreachable.error("{} could not be called", address, error);
            return Failure.internal();
        }
        return switch (reply.failureType()) {
            case TIMEOUT -> noAnswer();
            case NO_HANDLERS -> Failure.retryAfter(503, "unavailable", "This service is not up.", 1);
            default -> decode(reply);
        };
    }

    private static Failure noAnswer() {
        return Failure.of(504, "timeout", "The server did not answer in time.");
    }

    private static Failure decode(ReplyException reply) {
        try {
            return Failure.fromJson(reply.failureCode(), new JsonObject(reply.getMessage()));
        } catch (DecodeException | ClassCastException notOurs) {
            return Failure.internal();
        }
    }
}
