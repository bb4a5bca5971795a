/** What people report of each other, for the admins of their group and the operator. */
@NullMarked
package io.webim.reports;

import org.jspecify.annotations.NullMarked;
