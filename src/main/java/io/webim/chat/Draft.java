package io.webim.chat;

import io.vertx.core.Promise;
import io.webim.contract.Message;
import java.util.UUID;

/** A message on its way to the database, and the promise to its sender. */
record Draft(
        Conversation conversation,
        long senderId,
        UUID clientId,
        String text,
        long deadline,
        Promise<Draft.Written> result) {
    /**
     * What became of a draft.
     *
     * @param created false when it had been written before: a retry
     * @param shown false when the receiver blocks the sender
     * @param cached no device of the receiver was connected as it was written
     * @param newToSender the sender's contact entry came to be with it
     * @param newToReceiver it brought a request to the receiver's list
     */
    record Written(
            Message message,
            boolean created,
            boolean shown,
            boolean cached,
            boolean newToSender,
            boolean newToReceiver) {
        /** Found written. Whether the attempt that wrote it told anybody is not known: all may have to be told. */
        static Written again(Message message, boolean shown) {
            return new Written(message, false, shown, shown, true, shown);
        }
    }

    Key key() {
        return new Key(senderId, clientId);
    }

    /** The same key is the same message for ever. */
    record Key(long senderId, UUID clientId) {}

    long receiverId() {
        return conversation.peerOf(senderId).userId;
    }
}
