import { handlers } from "@/lib/auth/next-auth"

// Where the house's sign-in service leads back to. All else that next-auth can do is asked of it from inside, and has no address.
export const { GET } = handlers
