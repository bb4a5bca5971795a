package io.webim.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.Address;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order of one socket. What it asks begins in the order in which it came, and finds done what it asked before:
 * messages and deletions, which take a while, are waited for by all that could tell; messages do not wait for each other,
 * since they are stored in the order in which they begin. Lives on the socket's context.
 */
public final class Turns {
    /** When all that has come so far has begun, or is over where nothing may begin meanwhile. */
    private Future<?> last = Future.succeededFuture();

    private int writing;
    private @Nullable Promise<Void> written;

    /** @param place has to be there before the operation begins */
    <P, T> Future<T> run(Address address, Future<P> place, Function<P, Future<T>> operation) {
        var turn = turn(address, place);
        var result = turn.compose(taken -> begin(address, operation.apply(taken)));
        last = isBarrier(address) ? result : turn;
        return result;
    }

    private <P> Future<P> turn(Address address, Future<P> place) {
        var before = last;
        if (tellsOfWrites(address)) {
            before = before.isComplete() ? written() : before.transform(begun -> written());
        }
        return before.isComplete() ? place : before.transform(begun -> place);
    }

    private <T> Future<T> begin(Address address, Future<T> result) {
        if (isWrite(address)) {
            writing++;
            result.onComplete(done -> endWrite());
        }
        return result;
    }

    private void endWrite() {
        writing--;
        var waiting = written;
        if (writing == 0 && waiting != null) {
            written = null;
            waiting.complete();
        }
    }

    /** While somebody waits for it, no other write begins. */
    private Future<Void> written() {
        if (writing == 0) {
            return Future.succeededFuture();
        }
        var waiting = written == null ? Promise.<Void>promise() : written;
        written = waiting;
        return waiting.future();
    }

    private static boolean isWrite(Address address) {
        return address == Address.CHAT_MESSAGE_SEND || address == Address.CHAT_MESSAGE_DELETE;
    }

    /** Marks concern what was there before: who confirms while writing is not held up. */
    private static boolean tellsOfWrites(Address address) {
        return switch (address) {
            case CHAT_MESSAGE_SEND, CHAT_MESSAGE_RECEIVED, CHAT_CONVERSATION_READ, AUTH_SOCKET_OPEN -> false;
            default -> true;
        };
    }

    /** Decides whether, and for whom, later ones are done. */
    private static boolean isBarrier(Address address) {
        return switch (address) {
            case CONTACTS_ADD, CONTACTS_REMOVE, CONTACTS_ACCEPT, CONTACTS_BLOCK, CONTACTS_UNBLOCK, CONTACTS_MUTE ->
                true;
            default -> false;
        };
    }
}
