/** Breaks a real server for a while and proves afterwards that nothing was lost, doubled or put out of order. */
package io.webim.torture;
