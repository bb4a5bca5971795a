package io.webim.contacts;

import io.webim.FullTables;
import io.webim.SharedServer;
import io.webim.TestServer;
import org.junit.jupiter.api.Test;

/** What every change of a contact runs, however full the tables. */
class ContactsPlanIT {
    @SharedServer(name = "full")
    private static TestServer server;

    private final FullTables tables = new FullTables(server);

    @Test
    void howSomebodyHasAnotherIsFoundByThePair() {
        long peer = FullTables.OWNERS + 7L;
        tables.assertReadsNoMoreThanItNeeds(1, ContactsStore.RELATION, 1L, 1L, peer, 1L, peer);
    }

    @Test
    void whoHasSomebodyOnTheListIsFoundByTheirConversations() {
        tables.assertReadsNoMoreThanItNeeds(FullTables.CONTACTS, ContactsStore.LISTED_BY, 1L);
    }
}
