@NullMarked
package io.webim.chat.messages;

import org.jspecify.annotations.NullMarked;
