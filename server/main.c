/* main.c — composition root. */
int main(void) { return 0; }
