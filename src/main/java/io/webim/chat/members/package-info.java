@NullMarked
package io.webim.chat.members;

import org.jspecify.annotations.NullMarked;
