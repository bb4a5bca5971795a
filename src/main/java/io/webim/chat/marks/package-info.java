@NullMarked
package io.webim.chat.marks;

import org.jspecify.annotations.NullMarked;
