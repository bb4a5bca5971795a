package io.webim.bridge;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import java.util.HashMap;
import java.util.Map;

/**
 * What one socket has asked and not been answered yet. Confirmations wait until their mark is stored, and those of one
 * conversation are stored together: they take one place.
 */
final class Unanswered {
    private final int mostPlaces;
    private final int mostConfirmations;
    private final Map<Object, Integer> confirmations = new HashMap<>(2);
    private int places;
    private int confirming;

    /** @param mostConfirmations in all conversations together */
    Unanswered(int mostPlaces, int mostConfirmations) {
        this.mostPlaces = mostPlaces;
        this.mostConfirmations = mostConfirmations;
    }

    boolean isFullFor(Address address, JsonObject body) {
        return isJoining(address, body) ? confirming >= mostConfirmations : places >= mostPlaces;
    }

    private boolean isJoining(Address address, JsonObject body) {
        return address == Address.CHAT_MESSAGE_RECEIVED && confirmations.containsKey(conversation(body));
    }

    /** @return to be run once it is answered */
    Runnable enter(Address address, JsonObject body) {
        return address == Address.CHAT_MESSAGE_RECEIVED ? enterConfirmation(conversation(body)) : enterPlace();
    }

    private Runnable enterPlace() {
        places++;
        return () -> places--;
    }

    private Runnable enterConfirmation(Object conversation) {
        confirming++;
        if (confirmations.merge(conversation, 1, Integer::sum) == 1) {
            places++;
        }
        return () -> {
            confirming--;
            if (confirmations.computeIfPresent(conversation, (id, count) -> count == 1 ? null : count - 1) == null) {
                places--;
            }
        };
    }

    /** What is no id is refused at once. */
    private static Object conversation(JsonObject body) {
        return body.getValue("conversationId") instanceof Number id ? id.longValue() : "";
    }
}
