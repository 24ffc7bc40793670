// The part of the Navigation API that is used; the compiler's own library does not have it yet.
declare const navigation: EventTarget;
