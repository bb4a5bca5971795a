@NullMarked
package io.webim.contacts;

import org.jspecify.annotations.NullMarked;
