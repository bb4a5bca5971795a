@NullMarked
package io.webim.chat.sync;

import org.jspecify.annotations.NullMarked;
