package io.webim.torture;

import io.webim.device.KeptConversation;

/** How far one connection of a device has told the server of the user's marks in a conversation. */
final class Told {
    long received;
    long read;

    Told(KeptConversation stored) {
        received = stored.storedReceived();
        read = stored.storedRead();
    }
}
