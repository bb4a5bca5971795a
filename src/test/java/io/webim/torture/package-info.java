/**
 * Breaks a real server for a while and proves afterwards that nothing was lost, doubled or put out of order, that devices
 * show what there is, and nobody what is not theirs.
 */
package io.webim.torture;
