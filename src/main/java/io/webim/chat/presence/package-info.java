@NullMarked
package io.webim.chat.presence;

import org.jspecify.annotations.NullMarked;
