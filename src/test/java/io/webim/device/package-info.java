/** What a device keeps of its user's conversations, for the tests that are to see whether devices converge. */
package io.webim.device;
