@NullMarked
package io.webim.groups;

import org.jspecify.annotations.NullMarked;
