package io.webim.limits;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.contract.Address;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The order of one socket. What it asks begins in the order in which it came, and finds done what it asked before:
 * messages and deletions, which take a while, are waited for by all that could tell. Messages do not wait for each other,
 * since they are stored in the order in which they begin. Lives on the socket's context.
 */
public final class Turns {
    /** When all that has come so far has begun, or is over where nothing may begin meanwhile. */
    private Future<?> last = Future.succeededFuture();

    private final UnderWay writes = new UnderWay();
    private final UnderWay reads = new UnderWay();

    private enum Kind {
        MESSAGE,
        /** Concerns what was there before: who confirms while writing is not held up. */
        MARK,
        SIGN,
        DELETION,
        /** Decides whether, and for whom, later ones are done. */
        CONTACT,
        READ;

        static Kind of(Address address) {
            return switch (address) {
                case CHAT_MESSAGE_SEND -> MESSAGE;
                case CHAT_MESSAGE_RECEIVED, CHAT_CONVERSATION_READ, AUTH_SOCKET_OPEN -> MARK;
                case CHAT_TYPING -> SIGN;
                case CHAT_MESSAGE_DELETE -> DELETION;
                case CONTACTS_ADD, CONTACTS_REMOVE, CONTACTS_ACCEPT, CONTACTS_BLOCK, CONTACTS_UNBLOCK, CONTACTS_MUTE ->
                    CONTACT;
                default -> READ;
            };
        }

        boolean waitsForWrites() {
            return this != MESSAGE && this != MARK;
        }

        boolean waitsForReads() {
            return this == DELETION || this == CONTACT;
        }
    }

    /** Of one kind, those that have begun and are not over. */
    private static final class UnderWay {
        private int count;
        private @Nullable Promise<Void> over;

        private void count(Future<?> result) {
            count++;
            result.onComplete(done -> {
                count--;
                var waiting = over;
                if (count == 0 && waiting != null) {
                    over = null;
                    waiting.complete();
                }
            });
        }

        /** While somebody waits for it, nothing else begins. */
        private Future<Void> over() {
            if (count == 0) {
                return Future.succeededFuture();
            }
            var waiting = over == null ? Promise.<Void>promise() : over;
            over = waiting;
            return waiting.future();
        }
    }

    /** @param place has to be there before the operation begins */
    <P, T> Future<T> run(Address address, Future<P> place, Function<P, Future<T>> operation) {
        var kind = Kind.of(address);
        var turn = then(before(kind), () -> place);
        var result = turn.compose(taken -> begin(kind, operation.apply(taken)));
        last = kind == Kind.CONTACT ? result : turn;
        return result;
    }

    private Future<?> before(Kind kind) {
        var before = last;
        if (kind.waitsForWrites()) {
            before = then(before, writes::over);
        }
        if (kind.waitsForReads()) {
            before = then(before, reads::over);
        }
        return before;
    }

    private <T> Future<T> begin(Kind kind, Future<T> result) {
        if (kind == Kind.MESSAGE || kind == Kind.DELETION) {
            writes.count(result);
        } else if (kind == Kind.READ) {
            reads.count(result);
        }
        return result;
    }

    /** Whatever becomes of what was before. */
    private static <T> Future<T> then(Future<?> before, Supplier<Future<T>> next) {
        return before.isComplete() ? next.get() : before.transform(done -> next.get());
    }
}
