@NullMarked
package io.webim.auth;

import org.jspecify.annotations.NullMarked;
