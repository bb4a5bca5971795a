package io.webim.contacts;

import io.webim.FullTables;
import io.webim.SharedServer;
import io.webim.TestServer;
import org.junit.jupiter.api.Test;

/** What every opening of a contact list runs, however full the tables. */
class ContactsPlanIT {
    @SharedServer(name = "full")
    private static TestServer server;

    private final FullTables tables = new FullTables(server);

    @Test
    void anEntryIsFoundByItsConversationOrItsPeer() {
        tables.assertReadsNoMoreThanItNeeds(1, ContactsStore.BY_CONVERSATION.formatted("?"), 1L, 7L);
        tables.assertReadsNoMoreThanItNeeds(1, ContactsStore.OF_PEER, 1L, FullTables.OWNERS + 7L, 1L);
    }
}
