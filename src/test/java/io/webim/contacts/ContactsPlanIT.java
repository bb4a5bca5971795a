package io.webim.contacts;

import io.webim.QueryPlans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every opening of a contact list runs, however full the tables. */
class ContactsPlanIT {
    private static QueryPlans plans;

    @BeforeAll
    static void fill() {
        plans = new QueryPlans();
    }

    @AfterAll
    static void stop() {
        plans.close();
    }

    @Test
    void aListReadsItsOwnEntriesAlone() {
        plans.assertReadsNoMoreThanItNeeds(QueryPlans.CONTACTS, ContactsStore.LISTED, 1L);
    }

    @Test
    void anEntryIsFoundByItsConversationOrItsPeer() {
        plans.assertReadsNoMoreThanItNeeds(1, ContactsStore.BY_CONVERSATION, 1L, 7L);
        plans.assertReadsNoMoreThanItNeeds(1, ContactsStore.OF_PEER, 1L, QueryPlans.OWNERS + 7L, 1L);
    }
}
