#include "app/command_line.hpp"

int main(int argc, char** argv) { return unseen::command_line(argc, argv); }
