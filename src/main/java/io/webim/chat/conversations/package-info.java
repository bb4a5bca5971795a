@NullMarked
package io.webim.chat.conversations;

import org.jspecify.annotations.NullMarked;
